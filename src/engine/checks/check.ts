/** What a check is, and the document as every check sees it. */
import type { ValidationType } from '../../shared/things.ts';
import type { FrontMatterBlock } from '../document/front-matter-block.ts';
import type { InlineControl } from '../document/inline-control.ts';
import type { DocumentLibrary } from '../document/library.ts';
import type { Outline } from '../document/outline.ts';
import type { ProseBlock } from '../document/prose.ts';
import type { SpellChecker } from '../document/spelling.ts';
import type { Flavor } from '../flavors/flavor.ts';
import type { TemplateSpan } from '../flavors/template-span.ts';
import type { Pack, Profile } from '../packs/pack.ts';
import type { ReportFinding } from '../rules/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Settings } from '../rules/settings.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { CompiledStyles } from '../vale/styles.ts';
import type { DocumentRuleId } from './document/rules.ts';

/**
 * One document, read once and shared by all checks.
 *
 * @typeParam RuleId - the rules that a check may ask the settings about
 */
export interface DocumentView<RuleId extends string = string> {
  readonly text: string;
  /** The text with its templates hidden, of the same length. */
  readonly markdown: string;
  readonly flavor: Flavor;
  /** What belongs to templates, ascending and disjoint. */
  readonly templates: readonly TemplateSpan[];
  /** Path with `/` separators, relative to the root that links are resolved against. */
  readonly filePath: string;
  readonly lines: LineIndex;
  readonly frontMatter: FrontMatterBlock | null;
  /** Offset of the first code unit after the byte order mark and the front matter. */
  readonly bodyStart: number;
  /** null when the text is too complex to be parsed in bounded time. */
  readonly outline: Outline | null;
  /** Reads the prose on the first call; empty without an outline. */
  readonly prose: () => readonly ProseBlock[];
  /** The prose, and what readers see of HTML and images: for rules about words, not about sentences. */
  readonly words: () => readonly ProseBlock[];
  /** Where comments in the document switch rules off. */
  readonly control: InlineControl;
  /** The line ending that the document uses most. */
  readonly lineEnding: string;
  readonly validationTypes: ReadonlySet<ValidationType>;
  /** Levels and options of the rules for this document. */
  readonly settings: Settings<RuleId>;
  readonly profile: Profile;
  /** What the family knows: terms, APIs, formats, required fields. */
  readonly pack: Pack;
  /** The rules of imported styles. */
  readonly styles: CompiledStyles;
  /** Dictionary for the spelling rules; null when there is none. */
  readonly spelling: SpellChecker | null;
  /** Other documents that links may lead to. */
  readonly library: DocumentLibrary | null;
  /**
   * Whether further findings of a rule are no more than counted, since so many were found: of these, nobody reads what costs
   * time to make, such as edits and messages. Their places must still be right.
   */
  readonly onlyCounts: (ruleId: string) => boolean;
}

/** Looks for the findings of one check in one document. */
export type Validator<RuleId extends string = string> = (
  view: DocumentView<RuleId>,
  report: ReportFinding<RuleId | DocumentRuleId>,
) => void;

/** Whether a check works on the parse tree. */
export type OutlineUse = 'required' | 'optional' | 'unused';

/** One kind of validation: its rules, and the code that applies them. */
export interface Check<Type extends string = string> {
  readonly type: Type;
  /** Heading of its page in docs/rules. */
  readonly title: string;
  /** First paragraph of its page. */
  readonly about: string;
  /**
   * Its use of the parse tree. A check that requires it is skipped, with a finding, when a document is too complex to be
   * parsed.
   */
  readonly outline: OutlineUse;
  /** Empty for a check whose rules come from elsewhere. */
  readonly rules: readonly Rule[];
  readonly validate: Validator;
}

/**
 * Declares a check. The validator may only report rules of the check's own table, or one of `document/*`.
 *
 * @example
 * ```ts
 * export const imagesCheck = defineCheck({
 *   type: 'images',
 *   title: 'Images',
 *   about: 'Whether images say what they show.',
 *   outline: 'required',
 *   rules: imagesRules,
 *   validate: validateImages,
 * });
 * ```
 */
export function defineCheck<const Type extends string, const Rules extends readonly Rule[]>(check: {
  type: Type;
  title: string;
  about: string;
  outline: OutlineUse;
  rules: Rules;
  validate: Validator<Rules[number]['id']>;
}): Check<Type> {
  return check;
}
