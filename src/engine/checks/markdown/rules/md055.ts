import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation } from '../lint/report.ts';
import { tables, type LintRow } from '../lint/tables.ts';

export const md055 = defineLintRule({
  id: 'MD055',
  aliases: ['table-pipe-style'],
  tags: ['table'],
  description: 'Table pipe style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of table pipes',
  purpose: 'Table pipe style',
  options: {
    style: {
      default: 'consistent',
      purpose:
        '`consistent`, `per_table`, `leading_and_trailing`, `leading_only`, `trailing_only` or `no_leading_or_trailing`',
    },
  },
  example: { bad: '| a | b |\n| - | - |\n| c | d\n', good: '| a | b |\n| - | - |\n| c | d |\n' },
  check(document, options, report) {
    const wanted = textOption(options['style'], 'consistent');
    let style = wanted === 'per_table' ? 'consistent' : wanted;
    for (const { rows } of tables(document)) {
      if (wanted === 'per_table') style = 'consistent';
      for (const row of rows) {
        const actual = styleOf(row);
        if (style === 'consistent') style = actual;
        const detail = (side: string): string => {
          const isExpected = hasPipe(style, side);
          return expectation(style, actual, `${isExpected ? 'Missing' : 'Unexpected'} ${side} pipe`);
        };
        if (hasPipe(style, 'leading') !== hasPipe(actual, 'leading')) {
          report({ start: row.from, end: row.from + 1, detail: detail('leading') });
        }
        if (hasPipe(style, 'trailing') !== hasPipe(actual, 'trailing')) {
          report({ start: row.end - 1, end: row.end, detail: detail('trailing') });
        }
      }
    }
  },
});

function hasPipe(style: string, side: string): boolean {
  return (
    style !== 'no_leading_or_trailing' && style !== (side === 'leading' ? 'trailing_only' : 'leading_only')
  );
}

function styleOf({ from, to, pipes }: LintRow): string {
  const isLeading = pipes[0] === from;
  const isTrailing = pipes.at(-1) === to - 1;
  if (isLeading) return isTrailing ? 'leading_and_trailing' : 'leading_only';
  return isTrailing ? 'trailing_only' : 'no_leading_or_trailing';
}
