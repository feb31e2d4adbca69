import {
  exceptionTest,
  spanOf,
  stylePattern,
  withoutGroups,
  type Check,
  type CheckContext,
} from '../check.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatMessage } from '../message.ts';
import { PatternError } from '../../patterns/pattern.ts';

/** Finds words for which others should be used. */
export function substitution(rule: RuleOf<'substitution'>, { accept }: CheckContext): Check {
  if (rule.swap.length === 0) throw new PatternError('has nothing to swap');
  const keys = rule.swap.map(([key]) => `(${withoutGroups(key)})`).join('|');
  const pattern = stylePattern(rule.nonword ? `(?:${keys})` : `\\b(?:${keys})\\b`, rule.ignorecase);
  const isException = exceptionTest([...rule.exceptions, ...accept], rule.ignorecase);
  return (regions, alert) => {
    for (const region of regions) {
      for (const { start, end, groups } of pattern.matches(region.text)) {
        const found = region.text.slice(start, end).trim();
        const expected = rule.swap[groups.findIndex((group) => group !== undefined)]?.[1];
        if (expected === undefined || isException(found)) continue;
        const choices = expected.split('|').map((choice) => withCapitalOf(found, choice, rule.ignorecase));
        // What is right already, in other capitals than the pattern has, is no finding.
        if (choices.includes(found)) continue;
        alert({
          ...spanOf(region, start, end),
          message: formatMessage(rule.message, choices.join("' or '"), found),
          ...(choices.length === 1 && choices[0] !== undefined && { replacement: choices[0], found }),
        });
      }
    }
  };
}

/** A replacement begins with a capital where the text did, if the rule does not look at capitals. */
function withCapitalOf(found: string, choice: string, ignoreCase: boolean): string {
  const first = found.charAt(0);
  const isCapital = first !== first.toLowerCase();
  return ignoreCase && isCapital ? choice.charAt(0).toUpperCase() + choice.slice(1) : choice;
}
