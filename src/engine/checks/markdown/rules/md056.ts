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
    'Cells are missing, or are left out of the page. An empty last cell is told in `strict`, and to those who ask for the rule.',
  title: 'Fix the number of table cells',
  purpose: 'Table rows with too few or too many cells',
  example: { bad: '| a | b |\n| - | - |\n| c |\n', good: '| a | b |\n| - | - |\n| c | d |\n' },
  check(document, _options, report) {
    for (const { rows } of tables(document)) {
      let expected = 0;
      const endsInPipe = document.text[(rows[0]?.end ?? 0) - 1] === '|';
      for (const { from, end, pipes } of rows) {
        const cells = readCells(document.text, from, end);
        const actual = cells.length / 2;
        expected ||= actual;
        if (actual === expected) continue;
        const isFew = actual < expected;
        const words = isFew
          ? 'Too few cells, row will be missing data'
          : 'Too many cells, extra data will be missing';
        // Where the titles end without a pipe, one at the end of a row stands before an empty cell.
        const isMinor = isFew && actual === expected - 1 && !endsInPipe && document.text[end - 1] === '|';
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
