import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation, wholeLine } from '../lint/report.ts';

export const md046 = defineLintRule({
  id: 'MD046',
  aliases: ['code-block-style'],
  tags: ['code'],
  description: 'Code block style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of code blocks',
  purpose: 'Code block style',
  options: { style: { default: 'consistent', purpose: '`consistent`, `fenced` or `indented`' } },
  example: {
    bad: '```text\na\n```\n\nText.\n\n    b\n',
    good: '```text\na\n```\n\nText.\n\n```text\nb\n```\n',
  },
  check(document, options, report) {
    let style = textOption(options['style'], 'consistent');
    for (const index of document.nodes(NodeKind.FencedCode, NodeKind.CodeBlock)) {
      const actual = document.tree.kind(index) === NodeKind.FencedCode ? 'fenced' : 'indented';
      if (style === 'consistent') style = actual;
      if (actual === style) continue;
      report({ ...wholeLine(document, document.line(index)), detail: expectation(style, actual) });
    }
  },
});
