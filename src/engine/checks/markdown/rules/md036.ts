import { NodeKind } from '../../../parser/node-kind.ts';
import { htmlInsides } from '../lint/html-tags.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { givenText } from '../lint/option-values.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { looseMarksBetween } from '../lint/loose-marks.ts';
import { excerpt } from '../lint/report.ts';

const USUAL = '.,;:!?。，；：！？';

export const md036 = defineLintRule({
  id: 'MD036',
  aliases: ['no-emphasis-as-heading'],
  tags: ['headings', 'emphasis'],
  description: 'Emphasis used instead of a heading',
  level: 'off',
  levelReason: 'A paragraph of emphasised words is mostly no heading.',
  title: 'Use headings instead of emphasis',
  purpose: 'Emphasis used instead of a heading',
  options: { punctuation: { default: USUAL, purpose: 'Characters after which emphasis is no heading' } },
  example: { bad: '**A**\n\nText.\n', good: '## A\n\nText.\n' },
  check(document, options, report) {
    const marks = givenText(options['punctuation'], USUAL);
    const places = paragraphEmphasis(document, 0);
    for (const { block, document: inside, offset } of htmlInsides(document)) {
      if (document.parent(block) === 0) places.push(...paragraphEmphasis(inside, offset));
    }
    for (const { from, to } of places) {
      const text = document.text.slice(from, to);
      if (marks !== '' && marks.includes(text.slice(-1))) continue;
      report({ ...lineOf(document, from), context: excerpt(text) });
    }
  },
});

function lineOf({ lines }: LintDocument, offset: number): { start: number; end: number } {
  const line = lines.at(offset);
  return { start: lines.start(line), end: lines.end(line) };
}

/** The texts of paragraphs that are nothing but emphasis, in one line. */
function paragraphEmphasis(document: LintDocument, offset: number): { from: number; to: number }[] {
  const { tree, text } = document;
  const places: { from: number; to: number }[] = [];
  for (const paragraph of document.nodes(NodeKind.Paragraph)) {
    if (document.parent(paragraph) !== 0) continue;
    const emphasis = onlyEmphasis(document, paragraph);
    if (emphasis === -1 || tree.after(emphasis) !== emphasis + 3) continue;
    const from = tree.to(emphasis + 1);
    const to = tree.from(emphasis + 2);
    if (/[\r\n]/.test(text.slice(from, to)) || looseMarksBetween(document, from, to)) continue;
    places.push({ from: from + offset, to: to + offset });
  }
  return places;
}

/** The emphasis that a paragraph has besides tags and blanks; -1 when there is more. */
function onlyEmphasis(document: LintDocument, paragraph: number): number {
  const { tree, text } = document;
  let found = -1;
  let done = tree.from(paragraph);
  for (const child of document.children(paragraph)) {
    const kind = tree.kind(child);
    if (!isBlankText(text.slice(done, tree.from(child)))) return -1;
    done = tree.to(child);
    if (kind === NodeKind.HTMLTag || kind === NodeKind.Comment || kind === NodeKind.ProcessingInstruction)
      continue;
    if (found !== -1 || (kind !== NodeKind.Emphasis && kind !== NodeKind.StrongEmphasis)) return -1;
    found = child;
  }
  // White space at the end is more than nothing for markdownlint.
  return done === tree.to(paragraph) ? found : -1;
}

function isBlankText(text: string): boolean {
  return text.trim() === '' && !/[\r\n]/.test(text);
}
