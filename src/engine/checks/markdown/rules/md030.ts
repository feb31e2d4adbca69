import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { quoteMarksByLine } from '../lint/quote-prefix.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { lists } from '../lint/lists.ts';
import { numberOption } from '../lint/option-values.ts';
import { expectation, spaces } from '../lint/report.ts';

export const md030 = defineLintRule({
  id: 'MD030',
  aliases: ['list-marker-space'],
  tags: ['ol', 'ul', 'whitespace'],
  description: 'Spaces after list markers',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Fix spaces after list marks',
  purpose: 'Spaces after list marks',
  changes: ['indentation'],
  options: {
    ul_single: { default: 1, purpose: 'Spaces after the markers of a bulleted list whose items are lines' },
    ol_single: { default: 1, purpose: 'Spaces after the markers of a numbered list whose items are lines' },
    ul_multi: { default: 1, purpose: 'Spaces after the markers of a bulleted list with longer items' },
    ol_multi: { default: 1, purpose: 'Spaces after the markers of a numbered list with longer items' },
  },
  example: { bad: '-  a\n', good: '- a\n' },
  check(document, options, report) {
    for (const { index, isOrdered, line, items } of lists(document)) {
      const size = lastLine(document, index) - line + 1 === items.length ? 'single' : 'multi';
      const expected = numberOption(options[`${isOrdered ? 'ol' : 'ul'}_${size}`], 1);
      for (const { markFrom, markTo, prefixTo } of items) {
        const actual = prefixTo - markTo;
        if (actual === 0 || actual === expected) continue;
        report({
          start: markFrom,
          end: prefixTo,
          detail: expectation(expected, actual),
          fix: { start: markTo, end: prefixTo, text: spaces(expected) },
        });
      }
    }
  },
});

/** The last line of a list. In a quote, empty lines with the quote's mark go on it. */
function lastLine(document: LintDocument, index: number): number {
  const end = document.endLine(index);
  if (document.ancestor(index, NodeKind.Blockquote) === -1) return end;
  return quoteMarksByLine(document).has(end + 1) && document.lines.isBlank(end + 1) ? end + 1 : end;
}
