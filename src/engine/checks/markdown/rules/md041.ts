import { contentBlocks } from '../lint/first-block.ts';
import { hasFieldTitle } from '../lint/front-matter-title.ts';
import { headings } from '../lint/headings.ts';
import { htmlTags } from '../lint/html-tags.ts';
import { HTML_BLOCKS } from '../lint/line-kinds.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { numberOption } from '../lint/option-values.ts';
import { excerpt, wholeLine } from '../lint/report.ts';
import { NodeKind } from '../../../parser/node-kind.ts';

export const md041 = defineLintRule({
  id: 'MD041',
  aliases: ['first-line-heading', 'first-line-h1'],
  tags: ['headings'],
  description: 'First line in a file should be a top-level heading',
  level: 'warning',
  levelReason:
    'A page without a title has no name in lists and search results; this is left to the rule of ours that knows front matter.',
  title: 'Begin with a heading of level 1',
  purpose: 'First line is no heading of level 1',
  owner: { type: 'headings', rules: ['headings/missing-h1'] },
  options: {
    allow_preamble: { default: false, purpose: 'Whether text may stand before the first heading' },
    level: { default: 1, purpose: 'The level that the first heading has' },
    front_matter_title: {
      default: String.raw`^\s*"?title"?\s*[:=]`,
      purpose: 'What the line of a title in the front matter matches',
    },
  },
  example: { bad: 'Text.\n', good: '# A\n\nText.\n' },
  check(document, options, report) {
    if (hasFieldTitle(document, options['front_matter_title'])) return;
    const level = numberOption(options['level'], 1);
    for (const index of contentBlocks(document)) {
      const found = levelOf(document, index);
      if (found === null && options['allow_preamble']) continue;
      if (found === level) return;
      const line = headings(document).find((one) => one.index === index)?.line ?? document.line(index);
      report({ ...wholeLine(document, line), context: excerpt(document.lines.text(line)) });
      return;
    }
  },
});

/** The level of a heading, in Markdown or in HTML; null for another block. */
function levelOf(document: LintDocument, index: number): number | null {
  const kind = document.tree.kind(index);
  if (kind >= NodeKind.ATXHeading1 && kind <= NodeKind.ATXHeading6) return kind - NodeKind.ATXHeading1 + 1;
  if (kind === NodeKind.SetextHeading1 || kind === NodeKind.SetextHeading2)
    return kind - NodeKind.SetextHeading1 + 1;
  if (!HTML_BLOCKS.some((html) => html === kind)) return null;
  const tag = htmlTags(document).find(({ block }) => block === index);
  const name = /^h([1-6])$/i.exec(tag?.name ?? '');
  return name ? Number(name[1]) : null;
}
