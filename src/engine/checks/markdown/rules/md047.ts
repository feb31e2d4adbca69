import { defineLintRule } from '../lint/lint-rule.ts';

export const md047 = defineLintRule({
  id: 'MD047',
  aliases: ['single-trailing-newline'],
  tags: ['blank_lines'],
  description: 'Files should end with a single newline character',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same, and programs read it alike.',
  layout: true,
  title: 'End the document with one line break',
  purpose: 'No single line break at the end',
  changes: ['blank-lines'],
  example: { bad: '# A', good: '# A\n' },
  check({ lines }, _options, report) {
    const { last } = lines;
    if (lines.isBlank(last)) return;
    const end = lines.end(last);
    report({ start: end - 1, end, fix: { start: end, end, text: '\n' } });
  },
});
