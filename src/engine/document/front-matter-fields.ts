/** Reads the fields of YAML front matter. The result is kept with the block, so that it is parsed once for all checks. */
import { isMap, isNode, isScalar, type Document, type YAMLMap } from 'yaml';
import { isLongerThan } from '../text/characters.ts';
import type { FrontMatterBlock } from './front-matter-block.ts';
import { readPlainFields, type PlainField } from './plain-yaml.ts';
import { parseJson, parseYaml, type ParsedYaml } from './yaml-source.ts';

/**
 * Longest front matter that is parsed, in code points. The YAML parser compares each key with every other one, so its
 * time grows with the square of their number.
 */
export const MAX_FRONT_MATTER_LENGTH = 32_000;

/**
 * A field at the top level of the front matter: its value as text, trimmed; '' when it is empty; null when it is no scalar,
 * e.g. a list. Offsets are those of the document, and take in the quotes of the value.
 */
export type FrontMatterField = PlainField;

/** A document whose front matter was found. */
export interface FrontMatterSource {
  readonly text: string;
  readonly frontMatter: FrontMatterBlock | null;
}

/** Parsed YAML front matter. */
export interface ParsedFrontMatter {
  /** The fields, with positions of the source, when they could be read without the parser: then it finds nothing wrong. */
  plain: ReadonlyMap<string, PlainField> | null;
  /** Parsed on demand. */
  readonly document: Document.Parsed;
  /** Quoted values that go on in lines without indentation. The positions are those of the parser. */
  readonly loose: ParsedYaml['loose'];
  /** Converts a position of the parser to an offset of the document. */
  offsetAt: (position: number) => number;
}

const parsed = new WeakMap<FrontMatterSource, ParsedFrontMatter | null>();
const fields = new WeakMap<FrontMatterSource, ReadonlyMap<string, FrontMatterField> | null>();

/**
 * Parses YAML front matter, and JSON, which is YAML too. The errors are in the result.
 *
 * @returns null when there is no front matter, or when it is TOML, not closed, or longer than
 * {@link MAX_FRONT_MATTER_LENGTH}
 */
export function parseFrontMatter(view: FrontMatterSource): ParsedFrontMatter | null {
  let known = parsed.get(view);
  if (known === undefined) {
    known = parse(view);
    parsed.set(view, known);
  }
  return known;
}

/**
 * Reads the fields of YAML front matter by name. Of a name that occurs twice, the last field counts.
 *
 * @returns null when {@link parseFrontMatter} returns null, or when the front matter is no mapping
 */
export function readFrontMatterFields(view: FrontMatterSource): ReadonlyMap<string, FrontMatterField> | null {
  let known = fields.get(view);
  if (known === undefined) {
    const front = parseFrontMatter(view);
    const contents = front?.plain ? undefined : front?.document.contents;
    if (front?.plain) known = placePlain(front.plain, front);
    else if (!front || contents === undefined) known = null;
    else if (isMap(contents)) known = collectFields(contents, front);
    else known = contents === null || (isScalar(contents) && contents.value === null) ? new Map() : null;
    fields.set(view, known);
  }
  return known;
}

function parse({ text, frontMatter }: FrontMatterSource): ParsedFrontMatter | null {
  if (!frontMatter?.closed || frontMatter.format === 'toml') return null;
  const { contentStart, contentEnd } = frontMatter;
  if (isLongerThan(text.slice(contentStart, contentEnd), MAX_FRONT_MATTER_LENGTH)) return null;
  const source = text.slice(contentStart, contentEnd);
  const length = source.length;
  let read: ParsedYaml | undefined;
  const readAll = (): ParsedYaml =>
    (read ??= frontMatter.format === 'json' ? parseJson(source) : parseYaml(source));
  return {
    plain: frontMatter.format === 'yaml' ? readPlainFields(source) : null,
    get document() {
      return readAll().document;
    },
    get loose() {
      return readAll().loose;
    },
    offsetAt: (position) => contentStart + Math.min(Math.max(position, 0), length),
  };
}

function placePlain(
  plain: ReadonlyMap<string, PlainField>,
  { offsetAt }: ParsedFrontMatter,
): Map<string, FrontMatterField> {
  const placed = new Map<string, FrontMatterField>();
  for (const [name, { text, keyStart, keyEnd, valueStart, valueEnd }] of plain) {
    placed.set(name, {
      text,
      keyStart: offsetAt(keyStart),
      keyEnd: offsetAt(keyEnd),
      valueStart: offsetAt(valueStart),
      valueEnd: offsetAt(valueEnd),
    });
  }
  return placed;
}

function collectFields(map: YAMLMap, front: ParsedFrontMatter): Map<string, FrontMatterField> {
  const found = new Map<string, FrontMatterField>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const [keyStart, keyEnd] = key.range ?? [0, 0];
    const [valueStart, valueEnd] = (isNode(value) ? value.range : null) ?? [keyEnd, keyEnd];
    const text = value === null ? '' : isScalar(value) ? scalarText(value.value) : null;
    found.set(scalarText(key.value), {
      text,
      keyStart: front.offsetAt(keyStart),
      keyEnd: front.offsetAt(keyEnd),
      valueStart: front.offsetAt(valueStart),
      valueEnd: front.offsetAt(valueEnd),
    });
  }
  return found;
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : '';
}
