/** A Vale style as it is kept in a rule pack: every rule checked, and what could not be taken over listed beside them. */
import * as v from 'valibot';
import { LEVELS } from '../../shared/things.ts';

/** Longest name of a style, in UTF-16 code units. */
export const MAX_STYLE_NAME_LENGTH = 60;
/** Longest message of a rule, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 2_000;

const strings = v.array(v.string());
const common = {
  /** Its name in findings: `Style.Rule`. */
  id: v.string(),
  /** With `%s` for what was found. */
  message: v.pipe(v.string(), v.maxLength(MAX_MESSAGE_LENGTH)),
  /** As the style has it; imported styles are advisory until a pack says otherwise. */
  level: v.picklist(LEVELS),
  link: v.exactOptional(v.string()),
  /** Where it looks; a text must be in all of one entry's parts, e.g. `heading.h1` or `text & ~table`. */
  scope: strings,
  /** Whether words that a vocabulary accepts are exceptions. */
  vocab: v.boolean(),
  /** Most findings in one document. */
  limit: v.exactOptional(v.number()),
  /** What an editor may do about a finding. */
  action: v.exactOptional(v.object({ name: v.string(), params: strings })),
};
const exceptions = strings;

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
    /** Pairs of a pattern and what to write instead, in the order in which they are tried. */
    swap: v.array(v.tuple([v.string(), v.string()])),
    ignorecase: v.boolean(),
    nonword: v.boolean(),
    /** Whether what is proposed begins with a capital where the found text does. */
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
    /** Share of the words that must be right. */
    threshold: v.number(),
    /** A pattern of what may stand before the words, and is not looked at. */
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
    /** Whether names and acronyms are looked up too. */
    custom: v.boolean(),
  }),
]);
export type ValeRule = v.InferOutput<typeof valeRuleSchema>;
export type RuleOf<T extends ValeRule['extends']> = Extract<ValeRule, { extends: T }>;

export const importedStyleSchema = v.object({
  name: v.pipe(
    v.string(),
    v.maxLength(MAX_STYLE_NAME_LENGTH),
    v.regex(/^[\w-]+$/, 'must be letters, digits, - or _'),
  ),
  rules: v.array(valeRuleSchema),
  vocab: v.object({ accept: strings, reject: strings }),
  /** Rules that can't be run here. */
  unsupported: v.array(v.object({ rule: v.string(), reason: v.string() })),
  /** Files and fields that could not be used. */
  problems: v.array(v.object({ file: v.string(), line: v.exactOptional(v.number()), message: v.string() })),
});
export type ImportedStyle = v.InferOutput<typeof importedStyleSchema>;
