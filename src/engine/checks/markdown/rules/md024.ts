import { headings, headingText } from '../lint/headings.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md024 = defineLintRule({
  id: 'MD024',
  aliases: ['no-duplicate-heading'],
  tags: ['headings'],
  description: 'Multiple headings with the same content',
  level: 'info',
  levelReason: 'Two headings of one section with the same text can not be told apart in a table of contents.',
  title: 'Make headings distinct',
  purpose: 'Headings with the same content',
  owner: { type: 'headings', rules: ['headings/duplicate'] },
  options: {
    siblings_only: { default: false, purpose: 'Whether headings under different headings may be the same' },
  },
  usual: { siblings_only: true },
  example: { bad: '# A\n\n## B\n\n## B\n', good: '# A\n\n## B\n\n## C\n' },
  check(document, options, report) {
    const isBySibling = Boolean(options['siblings_only']);
    const known: Set<string>[] = [new Set(), new Set()];
    let last = 1;
    let texts = known[1] ?? new Set();
    for (const heading of headings(document)) {
      const text = headingText(document, heading);
      if (isBySibling) {
        for (; last < heading.level; last += 1) known[last + 1] = new Set();
        for (; last > heading.level; last -= 1) known[last] = new Set();
        texts = known[last] ??= new Set();
      }
      if (texts.has(text)) report({ ...wholeLine(document, heading.line), context: excerpt(text) });
      else texts.add(text);
    }
  },
});
