import { applyAction } from '../action.ts';
import { exceptionTest, spanOf, stylePattern, type Check, type CheckContext } from '../check.ts';
import { alternatives } from '../groups.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Reports words that are repeated immediately. */
export function repetition(rule: RuleOf<'repetition'>, { accept }: CheckContext): Check {
  const pattern = stylePattern(alternatives(rule.tokens) || '[^\\s]+', rule.ignorecase);
  const isException = exceptionTest([...rule.exceptions, ...accept], rule.ignorecase);
  return (regions, alert) => {
    for (const region of regions) {
      let previous = '';
      let from = 0;
      let count = 0;
      for (const { start, end } of pattern.matches(region.text)) {
        const found = region.text.slice(start, end);
        const word = rule.ignorecase ? found.toLowerCase() : found;
        const isSame = word === previous && (!rule.alpha || /^[\p{L}\p{M}]+$/u.test(word));
        count = isSame ? count + 1 : 0;
        if (!isSame) from = start;
        previous = word;
        if (count <= rule.max || isException(found)) continue;
        const repeated = region.text.slice(from, end);
        const replacement = applyAction(rule, repeated);
        alert({
          ...spanOf(region, from, end),
          message: formatMessage(rule.message, found),
          ...(replacement !== undefined && { replacement, found: repeated }),
        });
        count = 0;
        previous = '';
      }
    }
  };
}
