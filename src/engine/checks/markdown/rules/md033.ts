import { htmlTags } from '../lint/html-tags.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { listOption } from '../lint/option-values.ts';

export const md033 = defineLintRule({
  id: 'MD033',
  aliases: ['no-inline-html'],
  tags: ['html'],
  description: 'Inline HTML',
  level: 'off',
  levelReason: 'HTML is part of Markdown, and documentation needs it.',
  title: 'Replace inline HTML by Markdown',
  purpose: 'Inline HTML',
  options: {
    allowed_elements: { default: [], purpose: 'Elements that may be used' },
    table_allowed_elements: {
      default: [],
      purpose: 'Elements that may be used in tables; by default the same',
    },
  },
  example: { bad: 'a <b>c</b>\n', good: 'a **c**\n' },
  check(document, options, report) {
    const allowed = new Set(listOption(options['allowed_elements']).map((name) => name.toLowerCase()));
    const inTables = options['table_allowed_elements']
      ? new Set(listOption(options['table_allowed_elements']).map((name) => name.toLowerCase()))
      : allowed;
    for (const { name, isClosing, isInTable, from, text } of htmlTags(document)) {
      if (isClosing || (isInTable ? inTables : allowed).has(name.toLowerCase())) continue;
      report({ start: from, end: from + firstLineLength(text), detail: `Element: ${name}` });
    }
  },
});

function firstLineLength(text: string): number {
  const end = text.search(/[\r\n]/);
  return end === -1 ? text.length : end;
}
