import { spanOf, stylePattern, type Check } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Reports regions in which a pattern appears too often or too rarely. */
export function occurrence(rule: RuleOf<'occurrence'>): Check {
  const pattern = stylePattern(rule.token, rule.ignorecase);
  const { max = Infinity, min = 0 } = rule;
  return (regions, alert) => {
    for (const region of regions) {
      const count = [...pattern.matches(region.text)].length;
      if (count > max || count < min) {
        const span = spanOf(region, 0, region.text.length);
        alert({ ...span, message: formatMessage(rule.message, String(count)) });
      }
    }
  };
}
