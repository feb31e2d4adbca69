import { exceptionTest, spanOf, stylePattern, type Check, type CheckContext } from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';

/** Reports uses of something without what it requires, such as an acronym that is never defined. */
export function conditional(rule: RuleOf<'conditional'>, { accept }: CheckContext): Check {
  const first = stylePattern(rule.first, rule.ignorecase);
  const second = stylePattern(rule.second, rule.ignorecase);
  const isException = exceptionTest([...rule.exceptions, ...accept], rule.ignorecase);
  return (regions, alert) => {
    const defined = new Set<string>();
    for (const region of regions) {
      for (const { groups, start, end } of second.matches(region.text)) {
        defined.add(groups.find((group) => group !== undefined) ?? region.text.slice(start, end));
      }
      for (const { start, end, groups } of first.matches(region.text)) {
        const found = groups.find((group) => group !== undefined) ?? region.text.slice(start, end);
        if (defined.has(found) || isException(found)) continue;
        alert({ ...spanOf(region, start, end), message: formatMessage(rule.message, found) });
      }
    }
  };
}
