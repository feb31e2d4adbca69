/**
 * Schema of an imported Vale style as stored in a rule pack: validated rules, and a list of what could not be imported.
 */
import * as v from 'valibot';
import { LEVELS } from '../../shared/things.ts';

/** Longest name of a style, in UTF-16 code units. */
export const MAX_STYLE_NAME_LENGTH = 60;
/** Longest message of a rule, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 2_000;

const strings = v.array(v.string());
const common = {
  /** Its id in findings: `Style.Rule`. */
  id: v.string(),
  /** `%s` stands for the matched text. */
  message: v.pipe(v.string(), v.maxLength(MAX_MESSAGE_LENGTH)),
  /** The level in the style. Imported styles are advisory until a pack raises them. */
  level: v.picklist(LEVELS),
  link: v.exactOptional(v.string()),
  /** Where the rule applies, e.g. `heading.h1` or `text & ~table`. A text must match all parts of one entry. */
  scope: strings,
  /** Whether accepted words of a vocabulary are exceptions. */
  vocab: v.boolean(),
  /** Maximum findings per document. */
  limit: v.exactOptional(v.number()),
  /** What an editor may do about a finding. */
  action: v.exactOptional(v.object({ name: v.string(), params: strings })),
};
const exceptions = strings;

/** Schema of one rule, by the check that it extends. */
export const valeRuleSchema = v.variant('extends', [
  v.object({
    ...common,
    extends: v.literal('existence'),
    tokens: strings,
    raw: strings,
    append: v.boolean(),
    ignorecase: v.boolean(),
    nonword: v.boolean(),
    exceptions,
  }),
  v.object({
    ...common,
    extends: v.literal('substitution'),
    /** Pairs of a pattern and its replacement, in matching order. */
    swap: v.array(v.tuple([v.string(), v.string()])),
    ignorecase: v.boolean(),
    nonword: v.boolean(),
    /** Whether a replacement is capitalised if the found text is. */
    capitalize: v.boolean(),
    exceptions,
  }),
  v.object({
    ...common,
    extends: v.literal('occurrence'),
    token: v.string(),
    max: v.exactOptional(v.number()),
    min: v.exactOptional(v.number()),
    ignorecase: v.boolean(),
  }),
  v.object({
    ...common,
    extends: v.literal('repetition'),
    tokens: strings,
    max: v.number(),
    alpha: v.boolean(),
    ignorecase: v.boolean(),
    exceptions,
  }),
  v.object({
    ...common,
    extends: v.literal('consistency'),
    either: v.array(v.tuple([v.string(), v.string()])),
    ignorecase: v.boolean(),
    nonword: v.boolean(),
  }),
  v.object({
    ...common,
    extends: v.literal('conditional'),
    first: v.string(),
    second: v.string(),
    ignorecase: v.boolean(),
    exceptions,
  }),
  v.object({
    ...common,
    extends: v.literal('capitalization'),
    /** `$title`, `$sentence`, `$lower`, `$upper`, or a pattern. */
    match: v.string(),
    style: v.picklist(['AP', 'Chicago']),
    indicators: strings,
    exceptions,
    /** Share of the words that must be right, 0 to 1. */
    threshold: v.number(),
    /** A pattern for text before the words, which is skipped. */
    prefix: v.exactOptional(v.string()),
  }),
  v.object({
    ...common,
    extends: v.literal('metric'),
    formula: v.string(),
    /** E.g. `> 8`. */
    condition: v.string(),
  }),
  v.object({
    ...common,
    extends: v.literal('readability'),
    metrics: strings,
    grade: v.number(),
  }),
  v.object({
    ...common,
    extends: v.literal('spelling'),
    /** Patterns of words that are never looked up. */
    filters: strings,
    /** Words that are right. */
    ignore: strings,
    /** Whether names and acronyms are looked up, too. */
    custom: v.boolean(),
  }),
]);
/** One rule of an imported style. */
export type ValeRule = v.InferOutput<typeof valeRuleSchema>;
/** A rule that extends the given check. */
export type RuleOf<T extends ValeRule['extends']> = Extract<ValeRule, { extends: T }>;

/** Schema of an imported style. */
export const importedStyleSchema = v.object({
  name: v.pipe(
    v.string(),
    v.maxLength(MAX_STYLE_NAME_LENGTH),
    v.regex(/^[\w-]+$/, 'must be letters, digits, - or _'),
  ),
  rules: v.array(valeRuleSchema),
  vocab: v.object({ accept: strings, reject: strings }),
  /** Rules that cannot run in this service. */
  unsupported: v.array(v.object({ rule: v.string(), reason: v.string() })),
  /** Files and fields that could not be used. */
  problems: v.array(v.object({ file: v.string(), line: v.exactOptional(v.number()), message: v.string() })),
});
/** An imported style. */
export type ImportedStyle = v.InferOutput<typeof importedStyleSchema>;
