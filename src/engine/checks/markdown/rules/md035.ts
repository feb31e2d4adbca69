import { NodeKind } from '../../../parser/node-kind.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation, wholeLine } from '../lint/report.ts';

export const md035 = defineLintRule({
  id: 'MD035',
  aliases: ['hr-style'],
  tags: ['hr'],
  description: 'Horizontal rule style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of horizontal rules',
  purpose: 'Horizontal rule style',
  options: { style: { default: 'consistent', purpose: '`consistent`, or the text of a rule, e.g. `---`' } },
  example: { bad: 'a\n\n---\n\nb\n\n***\n', good: 'a\n\n---\n\nb\n\n---\n' },
  check(document, options, report) {
    let style = textOption(options['style'], 'consistent').trim();
    for (const index of document.nodes(NodeKind.HorizontalRule)) {
      const text = document.slice(index);
      if (style === 'consistent') style = text;
      if (text === style) continue;
      report({ ...wholeLine(document, document.line(index)), detail: expectation(style, text) });
    }
  },
});
