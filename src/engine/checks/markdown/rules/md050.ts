import { NodeKind } from '../../../parser/node-kind.ts';
import { checkEmphasis } from '../lint/emphasis-style.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';

export const md050 = defineLintRule({
  id: 'MD050',
  aliases: ['strong-style'],
  tags: ['emphasis'],
  description: 'Strong style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of strong emphasis',
  purpose: 'Strong emphasis style',
  changes: ['emphasis-style'],
  options: { style: { default: 'consistent', purpose: '`consistent`, `asterisk` or `underscore`' } },
  example: { bad: '**a** and __b__\n', good: '**a** and **b**\n' },
  check(document, options, report) {
    checkEmphasis(document, NodeKind.StrongEmphasis, textOption(options['style'], 'consistent'), report);
  },
});
