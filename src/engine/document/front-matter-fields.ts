/**
 * The front matter, parsed once for a document: the validators of front matter, headings and search results (`seo`) all
 * read it from here.
 */
import { isMap, isNode, isScalar, parseDocument, type Document, type YAMLMap } from 'yaml';
import type { FrontMatterBlock } from './front-matter-block.ts';

/** Longest front matter that is parsed, in UTF-16 code units: the YAML parser compares each key with each. */
export const MAX_FRONT_MATTER_LENGTH = 32_000;

/** One field at the top of the front matter. Offsets are of the document. */
export interface FrontMatterField {
  /** Its value as text, trimmed, '' when it is empty; null for what is no scalar, e.g. a list. */
  text: string | null;
  keyStart: number;
  keyEnd: number;
  /** Of the value as it is written, quotes included; both are the key's end when there is none. */
  valueStart: number;
  valueEnd: number;
}

/** A document whose front matter was found. */
export interface FrontMatterSource {
  readonly text: string;
  readonly frontMatter: FrontMatterBlock | null;
}

/** What the YAML parser made of the front matter. */
export interface ParsedFrontMatter {
  document: Document.Parsed;
  /** Offset in the document of one of the parser's positions. */
  offsetAt: (position: number) => number;
}

const parsed = new WeakMap<FrontMatterSource, ParsedFrontMatter | null>();
const fields = new WeakMap<FrontMatterSource, ReadonlyMap<string, FrontMatterField> | null>();

/** The parsed front matter, errors included; null when there is none, or it is not YAML, never closed or too long. */
export function parseFrontMatter(view: FrontMatterSource): ParsedFrontMatter | null {
  let known = parsed.get(view);
  if (known === undefined) {
    known = parse(view);
    parsed.set(view, known);
  }
  return known;
}

/** The fields by name, of the last one where a name stands twice; null when they can't be read (see above). */
export function readFrontMatterFields(view: FrontMatterSource): ReadonlyMap<string, FrontMatterField> | null {
  let known = fields.get(view);
  if (known === undefined) {
    const front = parseFrontMatter(view);
    const contents = front?.document.contents;
    if (!front || contents === undefined) known = null;
    else if (isMap(contents)) known = collectFields(contents, front);
    else known = contents === null || (isScalar(contents) && contents.value === null) ? new Map() : null;
    fields.set(view, known);
  }
  return known;
}

function parse({ text, frontMatter }: FrontMatterSource): ParsedFrontMatter | null {
  if (!frontMatter?.closed || frontMatter.format !== 'yaml') return null;
  const { contentStart, contentEnd } = frontMatter;
  if (contentEnd - contentStart > MAX_FRONT_MATTER_LENGTH) return null;
  // The YAML parser takes a lone `\r` for a character of the line; the replacement keeps the length.
  const source = text.slice(contentStart, contentEnd).replaceAll(/\r(?!\n)/g, '\n');
  const document = parseDocument(source, { prettyErrors: false, logLevel: 'silent' });
  return {
    document,
    offsetAt: (position) => contentStart + Math.min(Math.max(position, 0), source.length),
  };
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
