import { getVersion } from 'markdownlint';
import { canBeCertain, type Effect } from '../../rules/effects.ts';
import type { Rule, RuleFix, RuleLevel, RuleOwner } from '../../rules/rule.ts';
import type { CodeRuleId } from '../code/rules.ts';
import type { HeadingsRuleId } from '../headings/rules.ts';
import type { ImagesRuleId } from '../images/rules.ts';
import type { LinksRuleId } from '../links/rules.ts';
import { LINT_NAMES } from './names.ts';

/** The version of markdownlint whose rules run. */
export const MARKDOWNLINT_VERSION: string = getVersion();

/** A rule of markdownlint, as Galley runs it. */
export interface LintRule {
  level: RuleLevel;
  /** Title of its proposal. */
  title: string;
  /** What the rule finds. markdownlint's own description is in the message. */
  purpose: string;
  /** Set when a rule of ours says the same: it owns the fact whenever its validation type is on. */
  owner?: RuleOwner;
  options?: Readonly<Record<string, unknown>>;
}

type OwnerRuleId = CodeRuleId | HeadingsRuleId | ImagesRuleId | LinksRuleId;

const owned = (type: RuleOwner['type'], ...rules: OwnerRuleId[]): RuleOwner => ({ type, rules });

/**
 * All of markdownlint's rules: their level, and who owns the fact. Style is `info`; what breaks the page is a warning;
 * what is a matter of a team's taste (line length, inline HTML, table layout) is off.
 */
export const LINT_RULES = {
  MD001: {
    level: 'warning',
    title: 'Fix heading levels',
    purpose: 'Heading levels increment by one',
    owner: owned('headings', 'headings/increment'),
  },
  MD003: { level: 'info', title: 'Use one heading style', purpose: 'Heading style' },
  MD004: { level: 'info', title: 'Use one bullet style', purpose: 'Unordered list style' },
  MD005: {
    level: 'info',
    title: 'Fix list item indentation',
    purpose: 'Inconsistent indentation of list items',
  },
  MD007: { level: 'info', title: 'Fix bullet indentation', purpose: 'Unordered list indentation' },
  MD009: { level: 'info', title: 'Remove trailing spaces', purpose: 'Trailing spaces' },
  MD010: {
    level: 'info',
    title: 'Replace hard tabs by spaces',
    purpose: 'Hard tabs',
    options: { code_blocks: false },
  },
  MD011: { level: 'warning', title: 'Fix reversed links', purpose: 'Reversed link syntax' },
  MD012: { level: 'info', title: 'Remove surplus blank lines', purpose: 'Multiple consecutive blank lines' },
  MD013: { level: 'off', title: 'Shorten long lines', purpose: 'Line length' },
  MD014: {
    level: 'info',
    title: 'Remove dollar signs before commands',
    purpose: 'Dollar signs before commands without output',
  },
  MD018: {
    level: 'warning',
    title: 'Add the missing space after heading marks',
    purpose: 'No space after the marks of a heading',
  },
  MD019: {
    level: 'info',
    title: 'Remove surplus spaces after heading marks',
    purpose: 'Several spaces after the marks of a heading',
  },
  MD020: {
    level: 'info',
    title: 'Add missing spaces inside heading marks',
    purpose: 'No space inside the marks of a closed heading',
  },
  MD021: {
    level: 'info',
    title: 'Remove surplus spaces inside heading marks',
    purpose: 'Several spaces inside the marks of a closed heading',
  },
  MD022: {
    level: 'info',
    title: 'Surround headings with blank lines',
    purpose: 'Headings without blank lines around them',
  },
  MD023: {
    level: 'info',
    title: 'Start headings at the beginning of the line',
    purpose: 'Indented headings',
  },
  MD024: {
    level: 'info',
    title: 'Make headings distinct',
    purpose: 'Headings with the same content',
    owner: owned('headings', 'headings/duplicate'),
    options: { siblings_only: true },
  },
  MD025: {
    level: 'warning',
    title: 'Keep one heading of level 1',
    purpose: 'Several headings of level 1',
    owner: owned('headings', 'headings/multiple-h1'),
  },
  MD026: {
    level: 'info',
    title: 'Remove punctuation at the end of headings',
    purpose: 'Trailing punctuation in headings',
  },
  MD027: {
    level: 'info',
    title: 'Remove surplus spaces after quote marks',
    purpose: 'Several spaces after a block quote mark',
  },
  MD028: {
    level: 'info',
    title: 'Join or separate block quotes',
    purpose: 'Blank line inside a block quote',
  },
  MD029: { level: 'info', title: 'Number ordered lists in order', purpose: 'Ordered list item prefix' },
  MD030: { level: 'info', title: 'Fix spaces after list marks', purpose: 'Spaces after list marks' },
  MD031: {
    level: 'info',
    title: 'Surround code blocks with blank lines',
    purpose: 'Fenced code without blank lines around it',
  },
  MD032: {
    level: 'info',
    title: 'Surround lists with blank lines',
    purpose: 'Lists without blank lines around them',
  },
  MD033: { level: 'off', title: 'Replace inline HTML by Markdown', purpose: 'Inline HTML' },
  MD034: { level: 'info', title: 'Mark bare URLs as links', purpose: 'Bare URLs' },
  MD035: { level: 'info', title: 'Use one style of horizontal rules', purpose: 'Horizontal rule style' },
  MD036: {
    level: 'off',
    title: 'Use headings instead of emphasis',
    purpose: 'Emphasis used instead of a heading',
  },
  MD037: { level: 'info', title: 'Remove spaces inside emphasis', purpose: 'Spaces inside emphasis marks' },
  MD038: { level: 'info', title: 'Remove spaces inside code spans', purpose: 'Spaces inside code spans' },
  MD039: { level: 'info', title: 'Remove spaces inside link text', purpose: 'Spaces inside link text' },
  MD040: {
    level: 'info',
    title: 'Name the language of code blocks',
    purpose: 'Fenced code without a language',
    owner: owned('code', 'code/missing-language'),
  },
  MD041: {
    level: 'warning',
    title: 'Begin with a heading of level 1',
    purpose: 'First line is no heading of level 1',
    owner: owned('headings', 'headings/missing-h1'),
  },
  MD042: {
    level: 'warning',
    title: 'Complete empty links',
    purpose: 'Empty links',
    owner: owned('links', 'links/empty', 'links/placeholder'),
  },
  MD043: {
    level: 'off',
    title: 'Follow the required heading structure',
    purpose: 'Required heading structure',
  },
  MD044: {
    level: 'off',
    title: 'Write proper names with their capitals',
    purpose: 'Capitals of proper names',
  },
  MD045: {
    level: 'warning',
    title: 'Add alt text to images',
    purpose: 'Images without alternative text',
    owner: owned('images', 'images/missing-alt'),
  },
  MD046: { level: 'info', title: 'Use one style of code blocks', purpose: 'Code block style' },
  MD047: {
    level: 'info',
    title: 'End the document with one line break',
    purpose: 'No single line break at the end',
  },
  MD048: { level: 'info', title: 'Use one style of code fences', purpose: 'Code fence style' },
  MD049: { level: 'info', title: 'Use one style of emphasis', purpose: 'Emphasis style' },
  MD050: { level: 'info', title: 'Use one style of strong emphasis', purpose: 'Strong emphasis style' },
  MD051: {
    level: 'warning',
    title: 'Fix link fragments',
    purpose: 'Fragments that lead to no heading',
    owner: owned('links', 'links/unknown-anchor'),
  },
  MD052: {
    level: 'warning',
    title: 'Define missing link references',
    purpose: 'References without a definition',
    owner: owned('links', 'links/undefined-reference'),
  },
  MD053: {
    level: 'info',
    title: 'Remove unused link definitions',
    purpose: 'Definitions that nothing refers to',
  },
  MD054: { level: 'info', title: 'Use one link style', purpose: 'Link and image style' },
  MD055: { level: 'info', title: 'Use one style of table pipes', purpose: 'Table pipe style' },
  MD056: {
    level: 'warning',
    title: 'Fix the number of table cells',
    purpose: 'Table rows with too few or too many cells',
  },
  MD058: {
    level: 'info',
    title: 'Surround tables with blank lines',
    purpose: 'Tables without blank lines around them',
  },
  MD059: {
    level: 'info',
    title: 'Use descriptive link text',
    purpose: 'Link text that says nothing, e.g. "click here"',
  },
  MD060: { level: 'off', title: 'Align table columns', purpose: 'Table column style' },
} as const satisfies Readonly<Record<string, LintRule>>;

/** The id of a rule of markdownlint. */
export type MarkdownRuleId = keyof typeof LINT_RULES;

/** Whether a text is the id of a rule of markdownlint that Galley runs. */
export function isMarkdownRuleId(id: string): id is MarkdownRuleId {
  return Object.hasOwn(LINT_RULES, id);
}

/** All of them, in the order of the table. */
export const MARKDOWN_RULE_IDS: readonly MarkdownRuleId[] = Object.keys(LINT_RULES).filter(isMarkdownRuleId);

/**
 * What the fixes of markdownlint change, of the rules that have one. Each edit is proven to change no more. Where the
 * effect is a matter of meaning, no proof helps: a person confirms it.
 */
const FIX_EFFECTS: Readonly<Partial<Record<MarkdownRuleId, readonly Effect[]>>> = {
  MD004: ['marker'],
  MD005: ['indentation'],
  MD007: ['indentation'],
  MD009: ['trailing-spaces'],
  MD010: ['inner-spaces'],
  MD011: ['destinations'],
  MD012: ['blank-lines'],
  MD014: ['code'],
  MD018: ['headings'],
  MD019: ['inner-spaces'],
  MD020: ['headings'],
  MD021: ['inner-spaces'],
  MD022: ['blank-lines'],
  MD023: ['indentation'],
  MD026: ['headings'],
  MD027: ['inner-spaces'],
  MD029: ['numbers'],
  MD030: ['indentation'],
  MD031: ['blank-lines'],
  MD032: ['blank-lines'],
  MD034: ['links'],
  MD037: ['emphasis'],
  MD038: ['code'],
  MD039: ['inner-spaces'],
  MD044: ['text'],
  MD047: ['blank-lines'],
  MD049: ['emphasis-style'],
  MD050: ['emphasis-style'],
  MD051: ['destinations'],
  MD053: ['definitions'],
  MD054: ['link-style'],
  MD058: ['blank-lines'],
  MD060: ['table-layout'],
};
/** Confidence of a fix that is a matter of meaning. */
const GUESS_CONFIDENCE = 0.7;

/** markdownlint's rules as entries of the rule table. */
export const markdownRules: readonly (Rule & { id: MarkdownRuleId })[] = MARKDOWN_RULE_IDS.map((id) => {
  const entry: LintRule = LINT_RULES[id];
  const changes = FIX_EFFECTS[id];
  const isGuess = changes !== undefined && !canBeCertain(changes);
  const fix: RuleFix = changes === undefined ? 'none' : isGuess ? 'suggest' : 'auto';
  return {
    id,
    type: 'markdown',
    level: entry.level,
    fix,
    ...(changes && { changes }),
    purpose: `${entry.purpose}.`,
    title: entry.title,
    instruction: `${entry.title}.`,
    confidence: isGuess ? GUESS_CONFIDENCE : 1,
    ...LINT_NAMES[id],
    ...(entry.owner && { owner: entry.owner }),
    docsUrl: `https://github.com/DavidAnson/markdownlint/blob/v${MARKDOWNLINT_VERSION}/doc/${id.toLowerCase()}.md`,
  };
});
