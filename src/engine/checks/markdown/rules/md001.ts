import { hasFieldTitle } from '../lint/front-matter-title.ts';
import { headings } from '../lint/headings.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { expectation, wholeLine } from '../lint/report.ts';

export const md001 = defineLintRule({
  id: 'MD001',
  aliases: ['heading-increment'],
  tags: ['headings'],
  description: 'Heading levels should only increment by one level at a time',
  level: 'warning',
  levelReason: 'Who hears the page gets lost where a level is missing.',
  title: 'Fix heading levels',
  purpose: 'Heading levels increment by one',
  owner: { type: 'headings', rules: ['headings/increment'] },
  options: {
    front_matter_title: {
      default: String.raw`^\s*"?title"?\s*[:=]`,
      purpose: 'What the line of a title in the front matter matches',
    },
  },
  example: { bad: '# A\n\n### B\n', good: '# A\n\n## B\n' },
  check(document, options, report) {
    let before = hasFieldTitle(document, options['front_matter_title']) ? 1 : Number.MAX_SAFE_INTEGER;
    for (const { level, line } of headings(document)) {
      if (level > before + 1) {
        report({ ...wholeLine(document, line), detail: expectation(`h${before + 1}`, `h${level}`) });
      }
      before = level;
    }
  },
});
