import { distance } from 'fastest-levenshtein';
import type { Rule } from './rule.ts';

/** Most letters that differ in a name that is misspelt. */
const MAX_SLIPS = 2;

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

  /** The rules that a name means by itself: not the many rules of a tag or a prefix. */
  exactly(name: string): readonly string[] {
    if (this.#rules.has(name)) return [name, ...this.ownersOf(name)];
    const [id, ...others] = this.named(name);
    return id === undefined || others.length > 0 ? [] : [id, ...this.ownersOf(id)];
  }

  /** Whether a name, a tag, or a prefix that ends with `*` stands for any rule. */
  isKnown(name: string): boolean {
    if (!name.endsWith('*')) return this.#rules.has(name) || this.named(name).length > 0;
    const prefix = name.slice(0, -1);
    return [...this.#rules.keys()].some((id) => id.startsWith(prefix));
  }

  /**
   * Whether a name that no rule of markdownlint has is meant for one all the same: it looks like an id, or nearly like
   * another name. Others are those of rules that people write themselves.
   */
  isMisspelt(name: string): boolean {
    const key = name.toUpperCase();
    return /^MD\d+$/.test(key) || [...this.#byName.keys()].some((one) => isNear(one, key));
  }

  /** Returns a test for rules by ids, names, tags or `prefix*`. Without names, all rules match. */
  matching(names: readonly string[]): (ruleId: string) => boolean {
    if (names.length === 0) return () => true;
    const exact = new Set(names.flatMap((name) => (name.endsWith('*') ? [] : [name, ...this.named(name)])));
    const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
    return (ruleId) => exact.has(ruleId) || prefixes.some((prefix) => ruleId.startsWith(prefix));
  }
}

/** The difference in length is a bound that costs nothing. */
function isNear(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= MAX_SLIPS && distance(one, other) <= MAX_SLIPS;
}

const known = new WeakMap<ReadonlyMap<string, Rule>, RuleNames>();

/** The names of a rule table, worked out once. */
export function ruleNamesOf(rules: ReadonlyMap<string, Rule>): RuleNames {
  const names = known.get(rules) ?? new RuleNames(rules);
  known.set(rules, names);
  return names;
}
