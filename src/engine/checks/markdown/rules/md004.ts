import { defineLintRule } from '../lint/lint-rule.ts';
import { lists, LISTS, type LintList } from '../lint/lists.ts';
import type { LintDocument } from '../lint/lint-document.ts';
import { textOption } from '../lint/option-values.ts';
import { expectation } from '../lint/report.ts';

const STYLES: Readonly<Record<string, string>> = { '-': 'dash', '+': 'plus', '*': 'asterisk' };
const MARKERS: Readonly<Record<string, string>> = { dash: '-', plus: '+', asterisk: '*' };
const NEXT: Readonly<Record<string, string>> = { dash: 'plus', plus: 'asterisk', asterisk: 'dash' };
const CHOICES = new Set(['asterisk', 'consistent', 'dash', 'plus', 'sublist']);

export const md004 = defineLintRule({
  id: 'MD004',
  aliases: ['ul-style'],
  tags: ['bullet', 'ul'],
  description: 'Unordered list style',
  level: 'off',
  strict: 'info',
  levelReason:
    'Readers hardly see it: a list with two kinds of marks is two lists, with a little more space between.',
  layout: true,
  title: 'Use one bullet style',
  purpose: 'Unordered list style',
  changes: ['marker'],
  options: {
    style: { default: 'consistent', purpose: '`consistent`, `asterisk`, `plus`, `dash` or `sublist`' },
  },
  example: { bad: '- a\n* b\n', good: '- a\n- b\n' },
  check(document, options, report) {
    const style = textOption(options['style'], 'consistent');
    let expected = CHOICES.has(style) ? style : 'dash';
    const byDepth: string[] = [];
    const bullets = lists(document).filter(({ isOrdered }) => !isOrdered);
    for (const list of bullets) {
      const depth = style === 'sublist' ? depthOf(document, list) : 0;
      for (const { markFrom, markTo } of list.items) {
        const actual = STYLES[document.text.charAt(markFrom)] ?? 'dash';
        if (style === 'sublist') {
          expected = byDepth[depth] ??= actual === byDepth[depth - 1] ? (NEXT[actual] ?? actual) : actual;
        } else if (expected === 'consistent') expected = actual;
        if (actual === expected) continue;
        const text = MARKERS[expected] ?? '*';
        report({
          start: markFrom,
          end: markTo,
          detail: expectation(expected, actual),
          fix: { start: markFrom, end: markTo, text },
        });
      }
    }
  },
});

/** How many lists a list is in. */
function depthOf(document: LintDocument, { index }: LintList): number {
  let depth = 0;
  for (let at = document.ancestor(index, ...LISTS); at !== -1; at = document.ancestor(at, ...LISTS))
    depth += 1;
  return depth;
}
