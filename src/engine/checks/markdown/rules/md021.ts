import { headings } from '../lint/headings.ts';
import { spacesAfterMarks, spacesBeforeMarks } from '../lint/heading-spaces.ts';
import { defineLintRule } from '../lint/lint-rule.ts';

export const md021 = defineLintRule({
  id: 'MD021',
  aliases: ['no-multiple-space-closed-atx'],
  tags: ['headings', 'atx_closed', 'spaces'],
  description: 'Multiple spaces inside hashes on closed atx style heading',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Remove surplus spaces inside heading marks',
  purpose: 'Several spaces inside the marks of a closed heading',
  changes: ['inner-spaces'],
  example: { bad: '#  A  #\n', good: '# A #\n' },
  check(document, _options, report) {
    for (const heading of headings(document)) {
      if (heading.style !== 'atx_closed') continue;
      for (const find of [spacesAfterMarks, spacesBeforeMarks]) {
        const finding = find(document, heading);
        if (finding) report(finding);
      }
    }
  },
});
