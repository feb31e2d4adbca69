import type { Rule } from './rule.ts';

/**
 * The rules of markdownlint by every name that its configurations and comments use: id, alias or tag, in any case.
 *
 * @example ruleNamesOf(ruleset.rules).named('headings') // ['MD001', 'MD003', …]
 */
export class RuleNames {
  /** Ids of all rules of markdownlint, in the order of the table. */
  readonly ids: readonly string[];
  readonly #byName = new Map<string, string[]>();
  readonly #rules: ReadonlyMap<string, Rule>;

  constructor(rules: ReadonlyMap<string, Rule>) {
    this.#rules = rules;
    const ofMarkdownlint = [...rules.values()].filter(({ type }) => type === 'markdown');
    this.ids = ofMarkdownlint.map(({ id }) => id);
    for (const { id, aliases = [], tags = [] } of ofMarkdownlint) {
      for (const name of [id, ...aliases, ...tags]) {
        const key = name.toUpperCase();
        const ids = this.#byName.get(key);
        if (ids) ids.push(id);
        else this.#byName.set(key, [id]);
      }
    }
  }

  /** The ids that a name or a tag stands for; none for a name that is unknown. */
  named(name: string): readonly string[] {
    return this.#byName.get(name.toUpperCase()) ?? [];
  }

  /** The rules of ours that report the same fact as a rule of markdownlint. */
  ownersOf(id: string): readonly string[] {
    return this.#rules.get(id)?.owner?.rules ?? [];
  }
}

const known = new WeakMap<ReadonlyMap<string, Rule>, RuleNames>();

/** The names of a rule table, worked out once. */
export function ruleNamesOf(rules: ReadonlyMap<string, Rule>): RuleNames {
  const names = known.get(rules) ?? new RuleNames(rules);
  known.set(rules, names);
  return names;
}
