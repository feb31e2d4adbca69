/** The options that name rules. */
import { closest } from 'fastest-levenshtein';
import { rulesNamed, type Rule, type RuleSwitch } from '../engine/index.ts';
import { UsageError } from './exit-codes.ts';

/** Reads names from an option that may be repeated: separated by commas or spaces. */
export function collectNames(value: string, before: readonly string[] = []): string[] {
  return [...before, ...value.split(/[\s,]+/).filter(Boolean)];
}

/** Reads the switches of an option into a list that several options share, in the order of the command. */
export function collectSwitches(switches: RuleSwitch[], isOn: boolean): (value: string) => RuleSwitch[] {
  return (value) => {
    switches.push(...collectNames(value).map((name) => ({ name, isOn })));
    return switches;
  };
}

/**
 * Refuses names that stand for no rule.
 *
 * @param rules - of all documents
 * @throws {UsageError} that says what comes nearest
 */
export function refuseUnknownRules(rules: ReadonlyMap<string, Rule>, names: readonly string[]): void {
  for (const name of names) {
    if (rulesNamed(rules, name).size > 0) continue;
    if (rules.has(name)) {
      throw new UsageError(`${name} can't be switched: it says what could not be checked.`);
    }
    throw new UsageError(`There is no rule ${name}; did you mean ${nearestName(rules, name)}?`);
  }
}

/** The name of a rule that comes nearest to a text. */
export function nearestName(rules: ReadonlyMap<string, Rule>, name: string): string {
  const known = [...rules.values()].flatMap(({ id, aliases = [], tags = [] }) => [id, ...aliases, ...tags]);
  const byKey = new Map(known.map((one) => [one.toLowerCase(), one]));
  const nearest = closest(name.toLowerCase(), [...byKey.keys()]);
  return byKey.get(nearest) ?? nearest;
}
