import { defineLintRule } from '../lint/lint-rule.ts';
import { lists } from '../lint/lists.ts';
import { expectation } from '../lint/report.ts';

const EXAMPLES: Readonly<Record<string, string>> = { one: '1/1/1', ordered: '1/2/3', zero: '0/0/0' };

export const md029 = defineLintRule({
  id: 'MD029',
  aliases: ['ol-prefix'],
  tags: ['ol'],
  description: 'Ordered list item prefix',
  level: 'info',
  levelReason:
    'Where a list begins with 1 whatever is written (Python-Markdown), the numbers that are shown are not those that are meant. Elsewhere it counts on from its first number: that is told in `strict`, and to those who ask for the rule.',
  title: 'Number ordered lists in order',
  purpose: 'Ordered list item prefix',
  changes: ['numbers'],
  needs: /\d[.)]/,
  // A list begins with its first number and counts on, whatever the others are.
  isMinor: true,
  options: { style: { default: 'one_or_ordered', purpose: '`one`, `ordered`, `one_or_ordered` or `zero`' } },
  example: { bad: '1. a\n3. b\n', good: '1. a\n2. b\n' },
  check(document, options, report) {
    const { text, lines } = document;
    const wanted = String(options['style']);
    for (const { isOrdered, items } of lists(document)) {
      if (!isOrdered) continue;
      const numbers = items.map(({ markFrom, markTo }) => text.slice(markFrom, markTo - 1));
      const [first = '', second] = numbers;
      const isCounted = second !== undefined && (Number(second) !== 1 || Number(first) === 0);
      const style = Object.hasOwn(EXAMPLES, wanted) ? wanted : isCounted ? 'ordered' : 'one';
      let expected = style === 'zero' || (style === 'ordered' && isCounted && Number(first) === 0) ? 0 : 1;
      const columns = new Set(items.map(({ line, prefixTo }) => prefixTo - lines.start(line)));
      for (const [at, { markFrom, markTo, prefixTo }] of items.entries()) {
        const number = numbers[at] ?? '';
        if (Number(number) !== expected) {
          const fill = second !== undefined && first.startsWith('0') ? '0' : ' ';
          const padded =
            columns.size === 1 ? String(expected).padStart(number.length, fill) : String(expected);
          report({
            start: markFrom,
            end: prefixTo,
            detail: expectation(expected, Number(number), `Style: ${EXAMPLES[style] ?? ''}`),
            fix: { start: markFrom, end: markTo - 1, text: padded },
            continues: at > 0,
          });
        }
        if (style === 'ordered') expected += 1;
      }
    }
  },
});
