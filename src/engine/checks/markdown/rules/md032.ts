import { NodeKind } from '../../../parser/node-kind.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { lists, LISTS } from '../lint/lists.ts';
import { blankLineLike } from '../lint/quote-prefix.ts';
import { excerpt, wholeLine } from '../lint/report.ts';

export const md032 = defineLintRule({
  id: 'MD032',
  aliases: ['blanks-around-lists'],
  tags: ['bullet', 'ul', 'ol', 'blank_lines'],
  description: 'Lists should be surrounded by blank lines',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way. CommonMark and GFM need no empty line there.',
  layout: true,
  title: 'Surround lists with blank lines',
  purpose: 'Lists without blank lines around them',
  changes: ['blank-lines'],
  example: { bad: 'a\n- b\n', good: 'a\n\n- b\n' },
  check(document, _options, report) {
    const { lines } = document;
    for (const { index, line } of lists(document)) {
      if (document.ancestor(index, ...LISTS) !== -1) continue;
      if (!lines.isBlank(line - 1)) {
        const at = lines.start(line);
        report({
          ...wholeLine(document, line),
          context: excerpt(lines.text(line).trim()),
          fix: { start: at, end: at, text: blankLineLike(document, line) },
        });
      }
      const last = lastContentLine(document, index);
      if (lines.isBlank(last + 1)) continue;
      const at = lines.start(last + 1);
      report({
        ...wholeLine(document, last),
        context: excerpt(lines.text(last).trim()),
        fix: { start: at, end: at, text: blankLineLike(document, last) },
      });
    }
  },
});

/** The last line of a list that something is on. */
function lastContentLine(document: LintDocument, list: number): number {
  const { tree, text, lines } = document;
  let at = tree.after(list) - 1;
  while (at > list && tree.kind(at) === NodeKind.QuoteMark) at -= 1;
  let leaf = at;
  while (tree.kind(leaf) > NodeKind.TableCell || tree.kind(leaf) < NodeKind.Paragraph) {
    const parent = document.parent(leaf);
    if (parent === -1 || isContainer(tree.kind(parent))) break;
    leaf = parent;
  }
  const isFence = tree.kind(leaf) === NodeKind.FencedCode || tree.kind(leaf) === NodeKind.MathBlock;
  let end = isFence ? tree.to(at) : tree.to(leaf);
  while (end > tree.from(leaf) && /\s/.test(text.charAt(end - 1))) end -= 1;
  return lines.at(end);
}

function isContainer(kind: NodeKind): boolean {
  return kind <= NodeKind.FootnoteDefinition;
}
