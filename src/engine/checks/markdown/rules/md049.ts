import { NodeKind } from '../../../parser/node-kind.ts';
import { checkEmphasis } from '../lint/emphasis-style.ts';
import { defineLintRule } from '../lint/lint-rule.ts';
import { textOption } from '../lint/option-values.ts';

export const md049 = defineLintRule({
  id: 'MD049',
  aliases: ['emphasis-style'],
  tags: ['emphasis'],
  description: 'Emphasis style',
  level: 'off',
  strict: 'info',
  levelReason: 'Readers see the same page either way.',
  layout: true,
  title: 'Use one style of emphasis',
  purpose: 'Emphasis style',
  changes: ['emphasis-style'],
  options: { style: { default: 'consistent', purpose: '`consistent`, `asterisk` or `underscore`' } },
  example: { bad: '*a* and _b_\n', good: '*a* and *b*\n' },
  check(document, options, report) {
    checkEmphasis(document, NodeKind.Emphasis, textOption(options['style'], 'consistent'), report);
  },
});
