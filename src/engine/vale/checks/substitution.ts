import { PatternError } from '../../patterns/pattern.ts';
import { fillGroups } from '../action.ts';
import { exceptionTest, spanOf, stylePattern, type Check, type CheckContext } from '../check.ts';
import { alternatives, numberedGroups, withoutGroups } from '../groups.ts';
import type { RuleOf } from '../imported-style.ts';
import { formatChoices } from '../message.ts';

/** One entry of `swap` within the combined pattern. */
interface Entry {
  source: string;
  expected: string;
  /** Index of its own group; the groups inside it follow. */
  group: number;
  inner: number;
}

/** Reports words that should be replaced by others. */
export function substitution(rule: RuleOf<'substitution'>, { accept }: CheckContext): Check {
  if (rule.swap.length === 0) throw new PatternError('has nothing to swap');
  const entries = entriesOf(rule.swap);
  const keys = entries.map(({ source }) => source).join('|');
  const pattern = stylePattern(rule.nonword ? `(?:${keys})` : `\\b(?:${keys})\\b`, rule.ignorecase);
  const isException = exceptionTest([...rule.exceptions, ...accept], rule.ignorecase);
  const followsCase = rule.capitalize || rule.ignorecase;
  return (regions, alert) => {
    for (const region of regions) {
      for (const { start, end, groups } of pattern.matches(region.text)) {
        const found = region.text.slice(start, end).trim();
        const entry = entries.find(({ group }) => groups[group] !== undefined);
        if (!entry || isException(found)) continue;
        const filled = fillGroups(
          entry.expected,
          groups.slice(entry.group + 1, entry.group + 1 + entry.inner),
        );
        const choices = filled.split('|').map((choice) => (followsCase ? asCapital(found, choice) : choice));
        // Text that is already right, in a different case than the pattern, is not reported.
        if (choices.includes(found)) continue;
        alert({
          ...spanOf(region, start, end),
          message: formatChoices(rule, choices, found),
          ...(choices.length === 1 && { replacement: choices.join(''), found }),
        });
      }
    }
  };
}

function entriesOf(swap: readonly (readonly [string, string])[]): Entry[] {
  let group = 0;
  return swap.map(([key, expected]) => {
    const { source, groups } = expected.includes('$')
      ? numberedGroups(key)
      : { source: withoutGroups(key), groups: 0 };
    const entry = { source: `(${alternatives([source])})`, expected, group, inner: groups };
    group += groups + 1;
    return entry;
  });
}

/** Capitalises the replacement if the found text is capitalised, unless the replacement has capitals of its own. */
function asCapital(found: string, choice: string): string {
  const isCapital = /^\p{Lu}(?:\P{Lu}|$)/u.test(found);
  const isPlain = choice === choice.toLowerCase();
  return isCapital && isPlain ? choice.charAt(0).toUpperCase() + choice.slice(1) : choice;
}
