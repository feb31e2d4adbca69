import { compilePattern } from '../../../patterns/pattern.ts';
import { givenText } from './option-values.ts';
import type { LintDocument } from './lint-document.ts';

const TITLE = /^\s*"?title"?\s*[:=]/i;

/**
 * Whether a line of the front matter gives the document a title.
 *
 * @param pattern - what such a line matches; an empty pattern matches none
 */
export function hasFieldTitle(document: LintDocument, pattern: unknown): boolean {
  if (pattern !== undefined && !pattern) return false;
  if (document.fields === '') return false;
  const title = pattern === undefined ? TITLE : compilePattern(givenText(pattern, ''), { ignoreCase: true });
  return document.fieldLines.some((line) => title.test(line));
}
