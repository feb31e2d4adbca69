import type { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from './lint-document.ts';
import type { ReportLint } from './lint-rule.ts';
import { expectation } from './report.ts';

/**
 * Reports emphasis whose marks are not of one style.
 *
 * @param kind - of emphasis
 * @param wanted - `asterisk`, `underscore`, or `consistent` for that of the first
 */
export function checkEmphasis(
  document: LintDocument,
  kind: NodeKind,
  wanted: string,
  report: ReportLint,
): void {
  const { tree, text, source } = document;
  let style = wanted;
  for (const index of document.nodes(kind)) {
    const from = tree.from(index);
    const to = tree.to(index);
    const actual = text[from] === '*' ? 'asterisk' : 'underscore';
    if (style === 'consistent') style = actual;
    if (actual === style) continue;
    // Underscores next to letters make no emphasis.
    if (style === 'underscore' && (/\w/.test(source.charAt(from - 1)) || /\w/.test(source.charAt(to))))
      continue;
    const length = tree.to(index + 1) - tree.from(index + 1);
    const mark = (style === 'asterisk' ? '*' : '_').repeat(length);
    const detail = expectation(style, actual);
    for (const start of [from, to - length]) {
      report({ start, end: start + length, detail, fix: { start, end: start + length, text: mark } });
    }
  }
}
