import type { Rule, RuleLevel } from './rule.ts';

export type Options = Readonly<Record<string, unknown>>;

/** The level and the options of one rule. */
export interface RuleSetting {
  level: RuleLevel;
  options: Options;
  /** Off in a configuration of markdownlint. There, a comment that enables all rules enables this one too. */
  offInMarkdownlint?: true;
  /** Set by somebody who wants this rule, and not only by the profile: then each of its findings is told. */
  isAsked?: true;
}

/**
 * Which rules are on for one document, at which level, and with which options.
 *
 * @typeParam RuleId - the rules that may be asked about
 */
export class Settings<RuleId extends string = string> {
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #settings: ReadonlyMap<string, RuleSetting>;

  /**
   * @param rules - all rules, by id
   * @param settings - of the rules that differ from their table
   */
  constructor(rules: ReadonlyMap<string, Rule>, settings: ReadonlyMap<string, RuleSetting>) {
    this.#rules = rules;
    this.#settings = settings;
  }

  /**
   * The table entry of a rule.
   *
   * @throws {Error} for an id that no rule has, which is a bug in the engine
   */
  rule(id: RuleId): Rule {
    const rule = this.#rules.get(id);
    if (!rule) throw new Error(`There is no rule ${id}.`);
    return rule;
  }

  /** All rules of the ruleset, in the order of the tables. */
  rules(): Iterable<Rule> {
    return this.#rules.values();
  }

  /** Returns the same settings, with some rules changed. */
  with(settings: ReadonlyMap<string, RuleSetting>): Settings<RuleId> {
    return new Settings(this.#rules, new Map([...this.#settings, ...settings]));
  }

  level(id: RuleId): RuleLevel {
    return this.#settings.get(id)?.level ?? this.rule(id).level;
  }

  isOn(id: RuleId): boolean {
    return this.level(id) !== 'off';
  }

  /** Whether somebody has set the rule by its name, or by one that it is meant by. */
  isAsked(id: RuleId): boolean {
    return this.#settings.get(id)?.isAsked ?? false;
  }

  /** Whether all findings of the rule in a document are told as one: those about layout are, as remarks. */
  isSummed(id: RuleId): boolean {
    return this.rule(id).layout === true && this.level(id) === 'info' && !this.isAsked(id);
  }

  /** Whether a configuration of markdownlint has switched the rule off, and nothing after it. */
  isOffInMarkdownlint(id: RuleId): boolean {
    return this.#settings.get(id)?.offInMarkdownlint ?? false;
  }

  /** The options that a pack or a comment sets, without defaults. */
  options(id: RuleId): Options {
    return this.#settings.get(id)?.options ?? {};
  }

  number(id: RuleId, option: string): number {
    const value = this.#option(id, option);
    if (typeof value !== 'number') throw new Error(`Option "${option}" of ${id} is no number.`);
    return value;
  }

  flag(id: RuleId, option: string): boolean {
    return this.#option(id, option) === true;
  }

  list(id: RuleId, option: string): readonly string[] {
    const value = this.#option(id, option);
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  #option(id: RuleId, option: string): unknown {
    return this.options(id)[option] ?? this.rule(id).options?.[option]?.default;
  }
}
