import { isMap, isScalar, isSeq } from 'yaml';
import { findFrontMatter, type FrontMatterBlock } from './front-matter-block.ts';
import { MAX_FRONT_MATTER_LENGTH } from './front-matter-fields.ts';
import { isLongerThan } from '../text/characters.ts';
import { LineIndex } from '../text/line-index.ts';
import { tomlKeys } from './toml-keys.ts';
import { parseJson, parseYaml } from './yaml-source.ts';

/** Largest share of its visible characters (white space not counted) that a document may lose. */
export const MAX_LOST_SHARE = 0.3;
/** Losses up to this many characters are always allowed: in a short document, one sentence is a large share. */
export const MIN_LOST_LENGTH = 200;

/** Why a result must not replace its document. */
export interface SafetyRefusal {
  reason: 'loses-text' | 'breaks-front-matter';
  detail: string;
}

/**
 * The last check before a document is overwritten: it must not lose much of its text, nor fields of its front matter.
 *
 * @param before - the document as it is
 * @param after - what would replace it
 * @returns why it must not be replaced, or null when it is safe
 */
export function checkSafety(before: string, after: string): SafetyRefusal | null {
  if (before === after) return null;
  const had = visibleLength(before);
  const lost = had - visibleLength(after);
  if (lost > MIN_LOST_LENGTH && lost > had * MAX_LOST_SHARE) {
    const percent = Math.round((lost / had) * 100);
    return { reason: 'loses-text', detail: `The document would lose ${percent} % of its text.` };
  }
  const detail = frontMatterDamage(before, after);
  return detail === null ? null : { reason: 'breaks-front-matter', detail };
}

/** Number of code units that are no white space. Counts runs, so that a large document does not become many strings. */
function visibleLength(text: string): number {
  let length = 0;
  for (const [run] of text.matchAll(/\S+/g)) length += run.length;
  return length;
}

function frontMatterDamage(before: string, after: string): string | null {
  const block = closedBlock(before);
  if (!block) return null;
  const result = closedBlock(after);
  const source = contentOf(before, block);
  if (result?.format === block.format && contentOf(after, result) === source) return null;
  const fields = fieldsOf(block, source);
  if (!fields) return null;
  if (!result) return 'The document would lose its front matter.';
  const content = contentOf(after, result);
  const kept = fieldsOf(result, content);
  if (!kept) return 'The front matter could no longer be read.';
  const missing = [...fields].find((name) => !kept.has(name));
  return missing === undefined ? null : `The front matter would lose its field \`${missing}\`.`;
}

function closedBlock(text: string): FrontMatterBlock | null {
  const block = findFrontMatter(text, new LineIndex(text));
  return block?.closed ? block : null;
}

function contentOf(text: string, { contentStart, contentEnd }: FrontMatterBlock): string {
  return text.slice(contentStart, contentEnd);
}

function fieldsOf({ format }: FrontMatterBlock, source: string): Set<string> | null {
  return format === 'toml' ? tomlKeys(source) : yamlFields(source, format);
}

/** Paths of all fields; null when the YAML is no mapping, has errors, or is too long to be parsed. */
function yamlFields(source: string, format: 'yaml' | 'json'): Set<string> | null {
  if (isLongerThan(source, MAX_FRONT_MATTER_LENGTH)) return null;
  const { contents, errors } = (format === 'json' ? parseJson(source) : parseYaml(source)).document;
  if (errors.length > 0 || !isMap(contents)) return null;
  const fields = new Set<string>();
  collectPaths(contents, '', 0, fields);
  return fields;
}

/** Deepest nesting of front matter that is compared. */
const MAX_DEPTH = 30;

/** Collects the paths of fields, e.g. `author.name` and `menu[1].url`. Items of a list count only where they have fields. */
function collectPaths(node: unknown, path: string, depth: number, fields: Set<string>): void {
  if (depth > MAX_DEPTH) return;
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      const field = path === '' ? name : `${path}.${name}`;
      fields.add(field);
      collectPaths(value, field, depth + 1, fields);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      if (isMap(item)) fields.add(`${path}[${index}]`);
      collectPaths(item, `${path}[${index}]`, depth + 1, fields);
    }
  }
}
