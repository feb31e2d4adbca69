import { canBeCertain } from '../../rules/effects.ts';
import type { Rule, RuleFix } from '../../rules/rule.ts';
import type { LintRule } from './lint/lint-rule.ts';
import { LINT_RULES } from './rules/index.ts';

export { LINT_RULES };

/** The version of markdownlint whose rules these are. */
export const MARKDOWNLINT_VERSION = '0.42.1';

/** The id of a rule of markdownlint. */
export type MarkdownRuleId = (typeof LINT_RULES)[number]['id'];

const BY_ID: ReadonlyMap<string, LintRule<MarkdownRuleId>> = new Map(
  LINT_RULES.map((rule): [string, LintRule<MarkdownRuleId>] => [rule.id, rule]),
);

/** Whether a text is the id of a rule of markdownlint that Galley runs. */
export function isMarkdownRuleId(id: string): id is MarkdownRuleId {
  return BY_ID.has(id);
}

/** Confidence of a fix that is a matter of meaning. */
const GUESS_CONFIDENCE = 0.7;

/** markdownlint's rules as entries of the rule table. */
export const markdownRules: readonly (Rule & { id: MarkdownRuleId })[] = [...BY_ID.values()].map(
  ({ id, level, strict, levelReason, layout, changes, purpose, title, aliases, tags, owner }) => {
    const isGuess = changes !== undefined && !canBeCertain(changes);
    const fix: RuleFix = changes === undefined ? 'none' : isGuess ? 'suggest' : 'auto';
    return {
      id,
      type: 'markdown',
      level,
      ...(strict && { strict }),
      levelReason,
      ...(layout && { layout }),
      fix,
      ...(changes && { changes }),
      purpose: `${purpose}.`,
      title,
      instruction: `${title}.`,
      confidence: isGuess ? GUESS_CONFIDENCE : 1,
      aliases,
      tags,
      ...(owner && { owner }),
      docsUrl: `https://github.com/DavidAnson/markdownlint/blob/v${MARKDOWNLINT_VERSION}/doc/${id.toLowerCase()}.md`,
    };
  },
);
