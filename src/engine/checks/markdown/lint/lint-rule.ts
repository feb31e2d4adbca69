import type { Effect } from '../../../rules/effects.ts';
import type { RuleExample, RuleLevel, RuleOwner } from '../../../rules/rule.ts';
import type { Options } from '../../../rules/settings.ts';
import type { Replacement } from '../../../text/edits.ts';
import type { LintDocument } from './lint-document.ts';

/** What a rule found. Offsets are those of the document. */
export interface LintFinding {
  start: number;
  end: number;
  /** What is wrong with this place, after the rule's description. */
  detail?: string | undefined;
  /** An excerpt of the place. */
  context?: string | undefined;
  /** The edit that mends it. Its line endings are `\n`, whatever the document has. */
  fix?: Replacement | null | undefined;
  /** Readers see what was meant, and few would see it in the source. Such findings are for those who ask for the rule, and for the profile `strict`. */
  isMinor?: boolean;
  /** It goes on with what the finding before it has told. */
  continues?: boolean;
}

export type ReportLint = (finding: LintFinding) => void;

/** An option of a rule, under the name and with the default that markdownlint gives it. */
export interface LintOption {
  readonly default: unknown;
  readonly purpose: string;
}

/** A rule of markdownlint as our own: everything about it is in one place. */
export interface LintRule<Id extends string = string> {
  readonly id: Id;
  /** Its other names in a configuration or a comment. */
  readonly aliases: readonly string[];
  /** Names that stand for several rules. */
  readonly tags: readonly string[];
  /** What its findings begin with, in markdownlint's words. */
  readonly description: string;
  /** Level in the default profile. */
  readonly level: RuleLevel;
  /** Level in the profile `strict`, where it is another one. */
  readonly strict?: RuleLevel;
  /** Why the level in the default profile is what it is. */
  readonly levelReason: string;
  /** Whether a page shows the same without its findings, so that they are summed up. */
  readonly layout?: true;
  /** Title of its proposal. */
  readonly title: string;
  /** What it finds. */
  readonly purpose: string;
  /** What its fix changes; a rule without a fix has none. */
  readonly changes?: readonly Effect[];
  /** What every text has that it can find something in. Without it, the rule is not run, and nothing is parsed for it. */
  readonly needs?: RegExp;
  /** All of its findings are minor. */
  readonly isMinor?: true;
  /** Rules of ours that say the same: they own the fact whenever their validation type is on. */
  readonly owner?: RuleOwner;
  readonly options?: Readonly<Record<string, LintOption>>;
  /** Options in the profiles other than `markdownlint`, where they differ from its defaults. */
  readonly usual?: Options;
  /** Markdown that the rule finds, and its correction. A test runs both. */
  readonly example: RuleExample;
  readonly check: (document: LintDocument, options: Options, report: ReportLint) => void;
}

/** Declares a rule of markdownlint. */
export function defineLintRule<const Id extends string>(rule: LintRule<Id>): LintRule<Id> {
  return rule;
}
