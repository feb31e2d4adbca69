/** A Vale style as it is kept in a rule pack: every rule checked, and what could not be taken over listed beside them. */
import * as v from 'valibot';
import { LEVELS } from '../../shared/things.ts';

const strings = v.array(v.string());
const common = {
  /** Its name in findings: `Style.Rule`. */
  id: v.string(),
  /** With `%s` for what was found. */
  message: v.string(),
  /** As the style has it; imported styles are advisory until a pack says otherwise. */
  level: v.picklist(LEVELS),
  link: v.exactOptional(v.string()),
  /** Where it looks; a text must be in all of one entry's parts, e.g. `heading.h1` or `text & ~table`. */
  scope: strings,
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
    ignore: strings,
  }),
]);
export type ValeRule = v.InferOutput<typeof valeRuleSchema>;
export type RuleOf<T extends ValeRule['extends']> = Extract<ValeRule, { extends: T }>;

export const importedStyleSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w-]{1,60}$/, 'must be letters, digits, - or _')),
  rules: v.array(valeRuleSchema),
  vocab: v.object({ accept: strings, reject: strings }),
  /** Rules that can't be run here. */
  unsupported: v.array(v.object({ rule: v.string(), reason: v.string() })),
  /** Files and fields that could not be used. */
  problems: v.array(v.object({ file: v.string(), message: v.string() })),
});
export type ImportedStyle = v.InferOutput<typeof importedStyleSchema>;
