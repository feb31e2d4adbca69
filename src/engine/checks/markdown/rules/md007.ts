import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { lists } from '../lint/lists.ts';
import { numberOption } from '../lint/option-values.ts';
import { quoteMarkEnd, quoteMarksByLine } from '../lint/quote-prefix.ts';
import { expectation, spaces } from '../lint/report.ts';

/** Columns that the content of a footnote is indented by. */
const FOOTNOTE_INDENT = 4;

export const md007 = defineLintRule({
  id: 'MD007',
  aliases: ['ul-indent'],
  tags: ['bullet', 'ul', 'indentation'],
  description: 'Unordered list indentation',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Fix bullet indentation',
  purpose: 'Unordered list indentation',
  changes: ['indentation'],
  options: {
    indent: { default: 2, purpose: 'Spaces for each level' },
    start_indented: { default: false, purpose: 'Whether the first level is indented' },
    start_indent: { default: 2, purpose: 'Spaces for the first level, when it is indented' },
  },
  example: { bad: '- a\n   - b\n', good: '- a\n  - b\n' },
  check(document, options, report) {
    const indent = numberOption(options['indent'], 2);
    const first = options['start_indented'] ? numberOption(options['start_indent'], indent) : 0;
    for (const { index, isOrdered, items } of lists(document)) {
      const depth = isOrdered ? -1 : depthOf(document, index);
      if (depth === -1) continue;
      const base = document.ancestor(index, NodeKind.FootnoteDefinition) === -1 ? 0 : FOOTNOTE_INDENT;
      const expected = base + first + depth * indent;
      for (const { line, markFrom, prefixTo } of items) {
        const from = indentStart(document, line, markFrom);
        const actual = markFrom - from;
        if (actual === expected) continue;
        report({
          start: document.lines.start(line),
          end: prefixTo,
          detail: expectation(expected, actual),
          fix: { start: from, end: from + Math.max(actual - expected, 0), text: spaces(expected - actual) },
        });
      }
    }
  },
});

/** How many bulleted lists a list is directly in; -1 in a numbered one, whose markers have many widths. */
function depthOf(document: LintDocument, index: number): number {
  const { tree } = document;
  let depth = 0;
  let at = index;
  for (;;) {
    at = document.ancestor(at, NodeKind.Blockquote, NodeKind.OrderedList, NodeKind.BulletList);
    if (at === -1 || tree.kind(at) === NodeKind.Blockquote) return depth;
    if (tree.kind(at) === NodeKind.OrderedList) return -1;
    depth += 1;
  }
}

/** Where the indentation of an item starts: after the quote marks before it. */
function indentStart(document: LintDocument, line: number, markFrom: number): number {
  const marks = quoteMarksByLine(document).get(line) ?? [];
  const last = marks.findLast((mark) => document.tree.from(mark) < markFrom);
  return last === undefined ? document.lines.start(line) : quoteMarkEnd(document, last);
}
