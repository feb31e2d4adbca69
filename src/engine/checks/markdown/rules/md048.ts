import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation, wholeLine } from '../lint/report.ts';

export const md048 = defineLintRule({
  id: 'MD048',
  aliases: ['code-fence-style'],
  tags: ['code'],
  description: 'Code fence style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of code fences',
  purpose: 'Code fence style',
  options: { style: { default: 'consistent', purpose: '`consistent`, `backtick` or `tilde`' } },
  example: { bad: '```text\na\n```\n\n~~~text\nb\n~~~\n', good: '```text\na\n```\n\n```text\nb\n```\n' },
  check(document, options, report) {
    const { tree, text } = document;
    let style = textOption(options['style'], 'consistent');
    for (const index of document.nodes(NodeKind.FencedCode)) {
      const actual = text[tree.from(index)] === '~' ? 'tilde' : 'backtick';
      if (style === 'consistent') style = actual;
      if (actual === style) continue;
      report({ ...wholeLine(document, document.line(index)), detail: expectation(style, actual) });
    }
  },
});
