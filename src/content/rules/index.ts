import { codeRules } from './code.ts';
import { documentRules } from './document.ts';
import { frontMatterRules } from './front-matter.ts';
import { headingsRules } from './headings.ts';
import { imagesRules } from './images.ts';
import { linksRules } from './links.ts';
import { lintRules } from './markdownlint.ts';
import { proseRules } from './prose.ts';
import type { Rule } from './rule.ts';
import { seoRules } from './seo.ts';
import { structureRules } from './structure.ts';
import { truthRules } from './truth.ts';

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
