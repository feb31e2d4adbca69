import { spanOf, stylePattern, type Check } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Finds regions in which something stands too often, or too seldom. */
export function occurrence(rule: RuleOf<'occurrence'>): Check {
  const pattern = stylePattern(rule.token, rule.ignorecase);
  const { max = Infinity, min = 0 } = rule;
  return (regions, alert) => {
    for (const region of regions) {
      let count = 0;
      for (const _match of pattern.matches(region.text)) count += 1;
      if (count > max || count < min) {
        const span = spanOf(region, 0, region.text.length);
        alert({ ...span, message: formatMessage(rule.message, String(count)) });
      }
    }
  };
}
