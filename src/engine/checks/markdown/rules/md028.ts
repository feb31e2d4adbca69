import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { wholeLine } from '../lint/report.ts';

export const md028 = defineLintRule({
  id: 'MD028',
  aliases: ['no-blanks-blockquote'],
  tags: ['blockquote', 'whitespace'],
  description: 'Blank line inside blockquote',
  level: 'off',
  strict: 'info',
  levelReason: 'Two quotes in a row are mostly meant; readers see the space between them.',
  layout: true,
  title: 'Join or separate block quotes',
  purpose: 'Blank line inside a block quote',
  example: { bad: '> a\n\n> b\n', good: '> a\n>\n> b\n' },
  check(document, _options, report) {
    const { tree, lines } = document;
    const quotes = document.nodes(NodeKind.Blockquote);
    for (const index of quotes) {
      const next = tree.after(index);
      if (next >= tree.length || tree.kind(next) !== NodeKind.Blockquote) continue;
      if (document.parent(next) !== document.parent(index)) continue;
      for (let line = document.endLine(index) + 1; line < document.line(next); line += 1) {
        if (lines.isEmpty(line)) report(wholeLine(document, line));
      }
    }
  },
});
