import { applyAction } from '../action.ts';
import { exceptionTest, spanOf, stylePattern, type Check, type CheckContext } from '../check.ts';
import { alternatives } from '../groups.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';
import { PatternError } from '../../patterns/pattern.ts';

/** Reports words or patterns that should not appear. */
export function existence(rule: RuleOf<'existence'>, { accept }: CheckContext): Check {
  const tokens = alternatives(rule.tokens.filter((token) => token.trim() !== ''));
  const raw = rule.raw.join('');
  if (tokens === '' && raw === '') throw new PatternError('has neither tokens nor raw');
  const words = tokens === '' ? '' : rule.nonword ? `(?:${tokens})` : `\\b(?:${tokens})\\b`;
  const pattern = stylePattern(rule.append ? words + raw : raw + words, rule.ignorecase);
  const isException = exceptionTest([...rule.exceptions, ...accept], rule.ignorecase);
  return (regions, alert) => {
    for (const region of regions) {
      for (const { start, end } of pattern.matches(region.text)) {
        const found = region.text.slice(start, end);
        if (isException(found.trim())) continue;
        const replacement = applyAction(rule, found);
        alert({
          ...spanOf(region, start, end),
          message: formatMessage(rule.message, found),
          ...(replacement !== undefined && { replacement, found }),
        });
      }
    }
  };
}
