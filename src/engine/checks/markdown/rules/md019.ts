import { headings } from '../lint/headings.ts';
import { spacesAfterMarks } from '../lint/heading-spaces.ts';
import { defineLintRule } from '../lint/lint-rule.ts';

export const md019 = defineLintRule({
  id: 'MD019',
  aliases: ['no-multiple-space-atx'],
  tags: ['headings', 'atx', 'spaces'],
  description: 'Multiple spaces after hash on atx style heading',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Remove surplus spaces after heading marks',
  purpose: 'Several spaces after the marks of a heading',
  changes: ['inner-spaces'],
  example: { bad: '#  A\n', good: '# A\n' },
  check(document, _options, report) {
    for (const heading of headings(document)) {
      const finding = heading.style === 'atx' ? spacesAfterMarks(document, heading) : null;
      if (finding) report(finding);
    }
  },
});
