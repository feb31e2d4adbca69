import { codeRules } from './code/rules.ts';
import { documentRules } from './document/rules.ts';
import { frontMatterRules } from './front-matter/rules.ts';
import { headingsRules } from './headings/rules.ts';
import { imagesRules } from './images/rules.ts';
import { linksRules } from './links/rules.ts';
import { lintRules } from './markdown/rules.ts';
import { proseRules } from './prose/rules.ts';
import type { Rule } from '../rules/rule.ts';
import { seoRules } from './seo/rules.ts';
import { structureRules } from './structure/rules.ts';
import { truthRules } from './truth/rules.ts';

/**
 * Every rule of our own: the validators name them, the proposals take their words from them, and docs/rules/ is made of
 * them. Few are errors: an error fails the document.
 */
export const OWN_RULES: readonly Rule[] = [
  ...documentRules,
  ...frontMatterRules,
  ...headingsRules,
  ...linksRules,
  ...codeRules,
  ...imagesRules,
  ...structureRules,
  ...seoRules,
  ...proseRules,
  ...truthRules,
];

/** Every rule that does not come from a style, by id. */
export const BUILT_IN_RULES: ReadonlyMap<string, Rule> = new Map(
  [...OWN_RULES, ...lintRules].map((rule) => [rule.id, rule]),
);
