import type { LintDocument } from './lint-document.ts';

const TITLE = String.raw`^\s*"?title"?\s*[:=]`;

/**
 * Whether a line of the front matter gives the document a title.
 *
 * @param pattern - what such a line matches; an empty pattern matches none
 */
export function hasFieldTitle(document: LintDocument, pattern: unknown): boolean {
  if (pattern !== undefined && !pattern) return false;
  if (document.fields === '') return false;
  const title = new RegExp(pattern === undefined ? TITLE : String(pattern), 'i');
  return document.fieldLines.some((line) => title.test(line));
}
