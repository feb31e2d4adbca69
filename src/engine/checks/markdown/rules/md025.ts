import { hasFieldTitle } from '../lint/front-matter-title.ts';
import { headings, headingText, type LintHeading } from '../lint/headings.ts';
import { contentBlocks } from '../lint/first-block.ts';
import { isDocfxTab } from '../lint/docfx-tab.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { numberOption } from '../lint/option-values.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md025 = defineLintRule({
  id: 'MD025',
  aliases: ['single-title', 'single-h1'],
  tags: ['headings'],
  description: 'Multiple top-level headings in the same document',
  level: 'warning',
  levelReason: 'A page has one title.',
  title: 'Keep one heading of level 1',
  purpose: 'Several headings of level 1',
  owner: { type: 'headings', rules: ['headings/multiple-h1'] },
  options: {
    level: { default: 1, purpose: 'The level that a title has' },
    front_matter_title: {
      default: String.raw`^\s*"?title"?\s*[:=]`,
      purpose: 'What the line of a title in the front matter matches',
    },
  },
  example: { bad: '# A\n\n# B\n', good: '# A\n\n## B\n' },
  check(document, options, report) {
    const level = numberOption(options['level'], 1);
    const titles = headings(document).filter(
      (heading) => heading.level === level && !isDocfxTab(document, heading.index),
    );
    const [first, ...others] = titles;
    if (!first) return;
    const isInFields = hasFieldTitle(document, options['front_matter_title']);
    if (!isInFields && !isTitle(document, first)) return;
    for (const heading of isInFields ? titles : others) {
      report({ ...wholeLine(document, heading.line), context: excerpt(headingText(document, heading)) });
    }
  },
});

/** Whether a heading is the first block, or is in the only one. */
function isTitle(document: LintDocument, { index }: LintHeading): boolean {
  const [first, second] = contentBlocks(document);
  if (first === undefined) return false;
  if (document.parent(index) === 0) return first === index;
  // markdownlint leaves out the last token of the document when the heading is in a container.
  const { tree, text } = document;
  return second === undefined && tree.to(first) === text.length;
}
