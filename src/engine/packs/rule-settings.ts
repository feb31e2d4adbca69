import type { Rule, RuleLevel } from '../rules/rule.ts';
import type { Options, RuleSetting } from '../rules/settings.ts';
import type { PackProblem } from './pack-error.ts';
import type { RuleSettings } from './pack.ts';
import { matchesRule } from '../../shared/gate.ts';

/**
 * Applies the `rules` of a pack, in order.
 *
 * @param rules - all rules, by id
 * @param given - the `rules` of the pack
 * @param settings - the settings so far; changed in place
 * @param path - where `given` is in the pack, for problems
 * @param problems - gets what is wrong
 */
export function readRuleSettings(
  rules: ReadonlyMap<string, Rule>,
  given: RuleSettings,
  settings: Map<string, RuleSetting>,
  path: string,
  problems: PackProblem[],
): void {
  for (const [key, value] of Object.entries(given)) {
    const { level, ...options } = typeof value === 'string' ? { level: value } : { ...value };
    const matching = rulesMatching(rules, key);
    const at = `${path}.${key}`;
    if (matching.length === 0) problems.push({ path: at, message: 'is no rule' });
    if (key.endsWith('*') && Object.keys(options).length > 0) {
      problems.push({ path: at, message: 'must name one rule to set options' });
    }
    for (const rule of matching) {
      const isFixed = rule.type === 'document' && !rule.configurable;
      if (isFixed && !key.endsWith('*')) {
        problems.push({ path: at, message: "can't be changed: it says what the engine could not do" });
      }
      if (isFixed) continue;
      const wrong = rule.type === 'markdown' ? wrongLintOption(rule.id, options) : wrongOption(rule, options);
      if (wrong !== undefined) problems.push({ path: at, message: wrong });
      set(settings, rule.id, level, options);
      // Switching a rule of markdownlint off is about the fact, so our rules that report it follow.
      if (level === 'off') for (const owner of rule.owner?.rules ?? []) set(settings, owner, level, {});
    }
  }
}

function set(
  settings: Map<string, RuleSetting>,
  id: string,
  level: RuleLevel | undefined,
  options: Options,
): void {
  const before = settings.get(id) ?? { level: 'off', options: {} };
  // Options without a level switch the rule on, at the lowest level.
  const chosen = level ?? (before.level === 'off' ? 'info' : before.level);
  settings.set(id, { level: chosen, options: { ...before.options, ...options } });
}

function rulesMatching(rules: ReadonlyMap<string, Rule>, key: string): readonly Rule[] {
  return [...rules.values()].filter(({ id }) => matchesRule(key, id));
}

function wrongOption(rule: Rule, options: Options): string | undefined {
  for (const [name, value] of Object.entries(options)) {
    const option = rule.options?.[name];
    if (!option) return `has no option "${name}"`;
    const isList = Array.isArray(option.default);
    const fits = isList
      ? Array.isArray(value) && value.every((one) => typeof one === 'string')
      : typeof value === typeof option.default;
    if (!fits) return `option "${name}" must be a ${isList ? 'list of texts' : typeof option.default}`;
  }
  return undefined;
}

/** Options of markdownlint that it makes regular expressions of: taken literally, or not at all. */
export function wrongLintOption(id: string, options: Options): string | undefined {
  const { ignored_pattern: pattern, punctuation } = options;
  if (
    id === 'MD051' &&
    pattern !== undefined &&
    !(typeof pattern === 'string' && /^[\w\s#/:.^$-]*$/.test(pattern))
  ) {
    return 'option "ignored_pattern" may only have letters, digits and -_#/:.^$';
  }
  if (
    id === 'MD036' &&
    punctuation !== undefined &&
    !(typeof punctuation === 'string' && !/[\]\\[^-]/.test(punctuation))
  ) {
    return 'option "punctuation" must not have brackets, backslashes, ^ or -';
  }
  return undefined;
}
