import { NodeKind } from '../../../parser/node-kind.ts';
import { isBlank } from '../../../parser/characters.ts';
import { LineKind, lineKinds } from '../lint/line-kinds.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { LISTS } from '../lint/lists.ts';
import { isOnByDefault } from '../lint/option-values.ts';
import { isIndentAfter } from '../lint/indentation.ts';
import { quoteMarkEnd, quoteMarksByLine } from '../lint/quote-prefix.ts';
import { excerpt } from '../lint/report.ts';

export const md027 = defineLintRule({
  id: 'MD027',
  aliases: ['no-multiple-space-blockquote'],
  tags: ['blockquote', 'whitespace', 'indentation'],
  description: 'Multiple spaces after blockquote symbol',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Remove surplus spaces after quote marks',
  purpose: 'Several spaces after a block quote mark',
  changes: ['inner-spaces'],
  options: { list_items: { default: true, purpose: 'Whether list items in quotes count' } },
  example: { bad: '>  a\n', good: '> a\n' },
  check(document, options, report) {
    const includesItems = isOnByDefault(options['list_items']);
    const { lines, text } = document;
    for (const [line, marks] of quoteMarksByLine(document)) {
      for (const mark of marks) {
        const start = quoteMarkEnd(document, mark);
        let end = start;
        while (isBlank(text.charCodeAt(end))) end += 1;
        if (end === start || !isIndentation(document, mark, line, start, end)) continue;
        if (!includesItems && isInList(document, mark, end)) continue;
        report({ start, end, context: excerpt(lines.text(line)), fix: { start, end, text: '' } });
      }
    }
  },
});

/** Whether blanks after a quote mark belong to nothing else: no code, no HTML, no list item. */
function isIndentation(
  document: LintDocument,
  mark: number,
  line: number,
  start: number,
  end: number,
): boolean {
  const kind = lineKinds(document)[line] ?? 0;
  if ((kind & (LineKind.IndentedCode | LineKind.Html)) !== 0) return false;
  if ((kind & (LineKind.Fence | LineKind.Math)) !== 0) {
    const fence = document.ancestor(mark, NodeKind.FencedCode, NodeKind.MathBlock);
    if (fence !== -1 && isCodeAt(document, fence, start)) return false;
  }
  return isIndentAfter(document, mark, line, start, end);
}

function isCodeAt({ tree }: LintDocument, fence: number, start: number): boolean {
  for (let at = fence + 1; at < tree.after(fence); at += 1) {
    if (tree.kind(at) === NodeKind.CodeText && tree.from(at) <= start && start < tree.to(at)) return true;
  }
  return false;
}

function isInList(document: LintDocument, mark: number, end: number): boolean {
  if (document.ancestor(mark, ...LISTS) !== -1) return true;
  return document.nodes(...LISTS).some((list) => document.tree.from(list) === end);
}
