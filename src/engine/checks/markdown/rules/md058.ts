import { defineLintRule } from '../lint/lint-rule.ts';
import { blankLineLike } from '../lint/quote-prefix.ts';
import { excerpt, wholeLine } from '../lint/report.ts';
import { tables } from '../lint/tables.ts';

export const md058 = defineLintRule({
  id: 'MD058',
  aliases: ['blanks-around-tables'],
  tags: ['table'],
  description: 'Tables should be surrounded by blank lines',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way. GFM needs no empty line before a table.',
  layout: true,
  title: 'Surround tables with blank lines',
  purpose: 'Tables without blank lines around them',
  changes: ['blank-lines'],
  example: { bad: 'a\n| b |\n| - |\n', good: 'a\n\n| b |\n| - |\n' },
  check(document, _options, report) {
    const { lines } = document;
    for (const { line, endLine } of tables(document)) {
      for (const [at, beside, before] of [
        [line, line - 1, line],
        [endLine, endLine + 1, endLine + 1],
      ] as const) {
        if (lines.isBlank(beside)) continue;
        const start = lines.start(before);
        report({
          ...wholeLine(document, at),
          context: excerpt(lines.text(at).trim()),
          fix: { start, end: start, text: blankLineLike(document, at) },
        });
      }
    }
  },
});
