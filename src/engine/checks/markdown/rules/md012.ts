import { CODE_LINES, lineKinds } from '../lint/line-kinds.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { numberOption } from '../lint/option-values.ts';
import { expectation, removeLine, wholeLine } from '../lint/report.ts';

export const md012 = defineLintRule({
  id: 'MD012',
  aliases: ['no-multiple-blanks'],
  tags: ['whitespace', 'blank_lines'],
  description: 'Multiple consecutive blank lines',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Remove surplus blank lines',
  purpose: 'Multiple consecutive blank lines',
  changes: ['blank-lines'],
  options: { maximum: { default: 1, purpose: 'Empty lines in a row' } },
  example: { bad: 'a\n\n\nb\n', good: 'a\n\nb\n' },
  check(document, options, report) {
    const { lines } = document;
    const maximum = numberOption(options['maximum'], 1);
    let count = 0;
    for (let line = lines.first; line <= lines.last; line += 1) {
      const isBlank = lines.isEmpty(line) && ((lineKinds(document)[line] ?? 0) & CODE_LINES) === 0;
      count = isBlank ? count + 1 : 0;
      if (maximum >= count) continue;
      report({
        ...wholeLine(document, line),
        detail: expectation(maximum, count),
        fix: removeLine(document, line),
      });
    }
  },
});
