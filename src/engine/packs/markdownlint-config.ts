import type { Options, RuleSetting } from '../rules/settings.ts';
import type { Rule, RuleLevel } from '../rules/rule.ts';
import { wrongLintOption } from './rule-settings.ts';
import { ruleNamesOf } from '../rules/rule-names.ts';

/** Keys of a configuration file that are not about rules. */
const NOT_RULES: ReadonlySet<string> = new Set(['$schema', 'extends']);

/**
 * Rules that are newer than most configurations: who wrote that all rules are on has never seen them. They stay off, unless
 * the configuration names them.
 */
const RECENT: ReadonlySet<string> = new Set(['MD060']);

/** A markdownlint configuration, read. */
export interface LintConfiguration {
  settings: Map<string, RuleSetting>;
  /** Keys that name no rule and no tag of this version of markdownlint. */
  unknown: string[];
  /** Options that cannot be used, by rule. The settings of these rules are left out. */
  wrong: { id: string; message: string }[];
}

/**
 * Reads a markdownlint configuration as that library does: `default` first, then every key in order. A key is an id, an
 * alias or a tag; its value is `true`, `false`, a severity, or options.
 *
 * A rule that is switched on keeps its level. One that is off has its level of the profile `strict`, or `warning`. A severity (`"error"`, `"warning"`,
 * since markdownlint 0.39) is its level. Our rules that report the same fact follow.
 *
 * @param levelOf - the level that a rule has without the configuration
 * @param isPart - whether rules that the configuration does not name keep their settings, as in a comment. Otherwise they
 * are switched on, as in a file.
 */
export function readLintConfiguration(
  config: Readonly<Record<string, unknown>>,
  rules: ReadonlyMap<string, Rule>,
  levelOf: (id: string) => RuleLevel,
  isPart = false,
): LintConfiguration {
  const names = ruleNamesOf(rules);
  const settings = new Map<string, RuleSetting>();
  const unknown: string[] = [];
  const wrong: LintConfiguration['wrong'] = [];
  const apply = (id: string, value: unknown, isNamed = true): void => {
    const { enabled, severity, options } = readValue(value);
    const message = wrongLintOption(id, options);
    if (message !== undefined) {
      wrong.push({ id, message });
      return;
    }
    if (enabled && !isNamed && RECENT.has(id) && levelOf(id) === 'off') return;
    for (const one of [id, ...names.ownersOf(id)]) {
      const level = levelOf(one);
      const usual = level === 'off' ? (rules.get(one)?.strict ?? 'off') : level;
      const own = one === id ? options : {};
      if (!enabled) settings.set(one, { level: 'off', options: own, offInMarkdownlint: true });
      else
        settings.set(one, {
          level: severity ?? (usual === 'off' ? 'warning' : usual),
          options: own,
          isAsked: true,
        });
    }
  };
  const byDefault = Object.entries(config).find(([key]) => key.toUpperCase() === 'DEFAULT');
  if (byDefault || !isPart) {
    // Like that library: options of `default` mean nothing, but its severity counts.
    const [, value = true] = byDefault ?? [];
    for (const id of names.ids) apply(id, typeof value === 'object' ? Boolean(value) : value, false);
  }
  for (const [key, value] of Object.entries(config)) {
    if (key.toUpperCase() === 'DEFAULT' || NOT_RULES.has(key)) continue;
    const ids = names.named(key);
    if (ids.length === 0) unknown.push(key);
    for (const id of ids) apply(id, value);
  }
  return { settings, unknown, wrong };
}

/** What a value says of a rule. Without a severity, the rule keeps its level. */
interface LintValue {
  enabled: boolean;
  severity?: 'error' | 'warning';
  options: Options;
}

function readValue(value: unknown): LintValue {
  if (typeof value !== 'object' || value === null) {
    return { enabled: Boolean(value), ...readSeverity(value), options: {} };
  }
  const { enabled, severity, ...options } = { enabled: true, severity: null, ...value };
  return { enabled, ...readSeverity(severity), options };
}

function readSeverity(value: unknown): Pick<LintValue, 'severity'> {
  return value === 'error' || value === 'warning' ? { severity: value } : {};
}
