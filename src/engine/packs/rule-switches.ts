import { ruleNamesOf } from '../rules/rule-names.ts';
import type { Rule, RuleLevel } from '../rules/rule.ts';
import type { RuleSetting } from '../rules/settings.ts';

/** Switches rules on or off, whatever a pack says. */
export interface RuleSwitch {
  /** An id, the start of ids (`prose/*`), or a name or tag of markdownlint. */
  name: string;
  isOn: boolean;
}

/**
 * The ids of the rules that a name stands for, with our rules that report the same fact as a rule of markdownlint; none
 * for a name that is unknown. Rules about the document as a whole cannot be named.
 */
export function rulesNamed(rules: ReadonlyMap<string, Rule>, name: string): ReadonlySet<string> {
  const names = ruleNamesOf(rules);
  const named = name.endsWith('*')
    ? [...rules.keys()].filter((id) => id.startsWith(name.slice(0, -1)))
    : rules.has(name)
      ? [name]
      : names.named(name);
  const ids = named.filter((id) => rules.get(id)?.type !== 'document');
  return new Set(ids.flatMap((id) => [id, ...names.ownersOf(id)]));
}

/**
 * Applies switches, in order. A rule that is switched on keeps its level, or gets the usual one.
 *
 * @param levelOf - the level of a rule in the profile
 * @param settings - the settings so far; changed in place
 */
export function switchRules(
  rules: ReadonlyMap<string, Rule>,
  switches: readonly RuleSwitch[],
  levelOf: (rule: Rule) => RuleLevel,
  settings: Map<string, RuleSetting>,
): void {
  // A rule that is switched off and on again has the level that it had.
  const before = new Map(settings);
  for (const { name, isOn } of switches) {
    for (const id of rulesNamed(rules, name)) {
      const rule = rules.get(id);
      if (!rule) continue;
      const { level, options } = before.get(id) ?? { level: 'off', options: {} };
      const usual =
        [level, levelOf(rule), rule.level, rule.strict ?? 'off'].find((one) => one !== 'off') ?? 'warning';
      settings.set(id, { level: isOn ? usual : 'off', options, isAsked: true });
    }
  }
}
