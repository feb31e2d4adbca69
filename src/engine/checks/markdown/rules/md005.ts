import { defineLintRule, type ReportLint } from '../lint/lint-rule.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { lists, type LintList } from '../lint/lists.ts';
import { expectation, spaces } from '../lint/report.ts';

export const md005 = defineLintRule({
  id: 'MD005',
  aliases: ['list-indent'],
  tags: ['bullet', 'ul', 'indentation'],
  description: 'Inconsistent indentation for list items at the same level',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same list.',
  layout: true,
  title: 'Fix list item indentation',
  purpose: 'Inconsistent indentation of list items',
  changes: ['indentation'],
  example: { bad: '- a\n - b\n', good: '- a\n- b\n' },
  check(document, _options, report) {
    for (const list of lists(document)) {
      if (list.isOrdered) checkOrdered(document, list, report);
      else checkBullets(document, list, report);
    }
  },
});

function indentOf({ lines, tree }: LintDocument, { index, line }: LintList): number {
  return tree.from(index) - lines.start(line);
}

function checkBullets(document: LintDocument, list: LintList, report: ReportLint): void {
  const expected = indentOf(document, list);
  for (const { line, markFrom, prefixTo } of list.items) {
    const start = document.lines.start(line);
    const actual = markFrom - start;
    // What to change is for the rule about the indentation of bullets.
    if (actual === expected) continue;
    report({
      start,
      end: prefixTo,
      detail: expectation(expected, actual),
    });
  }
}

/** Numbers may also be aligned by their ends: then the end of the first one counts. */
function checkOrdered(document: LintDocument, list: LintList, report: ReportLint): void {
  const expectedIndent = indentOf(document, list);
  let expectedEnd = 0;
  let isByEnd = false;
  for (const { line, markFrom, markTo, prefixTo } of list.items) {
    const start = document.lines.start(line);
    const indent = markFrom - start;
    const end = markTo - start;
    expectedEnd ||= end;
    if (indent === expectedIndent && !isByEnd) continue;
    if (end === expectedEnd) {
      isByEnd = true;
      continue;
    }
    const expected = isByEnd ? expectedEnd - (markTo - markFrom) : expectedIndent;
    const from = start + Math.min(indent, expected);
    report({
      start,
      end: prefixTo,
      detail: isByEnd ? expectation(`(${expectedEnd})`, `(${end})`) : expectation(expectedIndent, indent),
      fix: { start: from, end: from + Math.max(indent - expected, 0), text: spaces(expected - indent) },
    });
  }
}
