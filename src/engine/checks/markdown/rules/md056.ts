import { readCells } from '../../../parser/table.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { expectation } from '../lint/report.ts';
import { tables } from '../lint/tables.ts';

export const md056 = defineLintRule({
  id: 'MD056',
  aliases: ['table-column-count'],
  tags: ['table'],
  description: 'Table column count',
  level: 'warning',
  levelReason:
    'Cells are left out of the page, or the text below a table has become a row of it. Where the last cell is missing, or all but the first, the page shows empty ones, as was mostly meant: that is told in `strict`, and to those who ask for the rule.',
  title: 'Fix the number of table cells',
  purpose: 'Table rows with too few or too many cells',
  // Rows without a pipe all have one cell.
  needs: /\|/,
  example: { bad: '| a | b |\n| - | - |\n| c | d | e |\n', good: '| a | b |\n| - | - |\n| c | d |\n' },
  check(document, _options, report) {
    for (const { rows } of tables(document)) {
      let expected = 0;
      for (const { from, end, pipes } of rows) {
        const cells = readCells(document.text, from, end);
        // A pipe alone is one cell, and an empty one.
        const actual = Math.max(1, cells.length / 2);
        expected ||= actual;
        if (actual === expected) continue;
        const isFew = actual < expected;
        const words = isFew
          ? 'Too few cells, row will be missing data'
          : 'Too many cells, extra data will be missing';
        // Without a pipe it is no row, but a paragraph that follows the table without an empty line.
        const isMinor = isFew
          ? pipes.length > 0 && (actual === expected - 1 || actual === 1)
          : cells.slice(2 * expected).every((place, at, places) => place === places[at ^ 1]);
        const start = isFew ? end - 1 : cellStart(from, pipes, expected);
        report({ start, end, detail: expectation(expected, actual, words), isMinor });
      }
    }
  },
});

/** Where a cell starts: at the pipe before it. */
function cellStart(from: number, pipes: readonly number[], index: number): number {
  return pipes[pipes[0] === from ? index : index - 1] ?? from;
}
