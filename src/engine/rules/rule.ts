import type { Effect } from './effects.ts';
import type { Level, ValidationType } from '../../shared/things.ts';

/** Whether findings of a rule come with edits, and whether those are certain (`auto`) or a guess (`suggest`). */
export type RuleFix = 'auto' | 'suggest' | 'none';

export type RuleLevel = Level | 'off';

export type OptionValue = boolean | number | string | readonly string[];

/** An option of a rule. A pack may set it to a value of the same kind as the default. */
export interface RuleOption {
  readonly default: OptionValue;
  readonly purpose: string;
}

/** One rule: everything about it that is not code. docs/rules/ is generated from here. */
export interface Rule {
  readonly id: string;
  /** The validation type that it belongs to; `document` rules always run. */
  readonly type: ValidationType | 'document';
  /** The level in the default profile. */
  readonly level: RuleLevel;
  /** The level in the profile `strict`. Default: `level`. */
  readonly strict?: RuleLevel;
  /** The level where nothing says that a program reads the front matter. Default: that of the profile. */
  readonly unread?: RuleLevel;
  /** Why the level in the default profile is what it is, for the rule's page. */
  readonly levelReason?: string;
  /**
   * Its findings are about how the source is laid out, and a page shows the same without them: they are summed up, unless
   * somebody asks for them by the rule's name.
   */
  readonly layout?: true;
  readonly fix: RuleFix;
  /** What its edits change: what they leave alone is proven for each of them. Left out: nothing that is seen. */
  readonly changes?: readonly Effect[];
  /** What it finds, in one sentence. */
  readonly purpose: string;
  /** Why a reader is better off, for the rule's page. */
  readonly why?: string;
  /** Title of its proposal, imperative. `{n}` is the number of findings, `{s}` the plural s. */
  readonly title: string;
  /** What a reviewer or a writer should do. */
  readonly instruction: string;
  /** How sure the edits are, 0..1: 1 is mechanical. */
  readonly confidence: number;
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** Markdown that the rule finds, and its correction. A test runs both. */
  readonly example?: RuleExample;
  readonly docsUrl?: string;
  /** Other ids, and tags that stand for several rules: either may stand in a configuration or a comment. */
  readonly aliases?: readonly string[];
  readonly tags?: readonly string[];
  /** A rule of the type `document` that a pack may set all the same. */
  readonly configurable?: true;
  /** The rules of ours that report the same fact, and the check that they belong to. */
  readonly owner?: RuleOwner;
}

/** Who reports a fact in place of a rule of markdownlint. */
export interface RuleOwner {
  readonly type: ValidationType;
  readonly rules: readonly string[];
}

export interface RuleExample {
  readonly bad: string;
  readonly good: string;
  /** The rule pack that the example needs, as in a pack's YAML. */
  readonly pack?: unknown;
}
