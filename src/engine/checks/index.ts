/** The list of checks. Everything that the engine knows about validation types and their rules comes from here. */
import type { ValidationType } from '../../shared/things.ts';
import type { Rule } from '../rules/rule.ts';
import type { Check } from './check.ts';
import { codeCheck } from './code/check.ts';
import { documentCheck } from './document/check.ts';
import { frontMatterCheck } from './front-matter/check.ts';
import { headingsCheck } from './headings/check.ts';
import { imagesCheck } from './images/check.ts';
import { linksCheck } from './links/check.ts';
import { markdownCheck } from './markdown/check.ts';
import { proseCheck } from './prose/check.ts';
import { seoCheck } from './seo/check.ts';
import { structureCheck } from './structure/check.ts';
import { styleCheck } from './style/check.ts';
import { truthCheck } from './truth/check.ts';

/** One check for each validation type. */
const LIST = [
  frontMatterCheck,
  headingsCheck,
  linksCheck,
  codeCheck,
  imagesCheck,
  structureCheck,
  seoCheck,
  proseCheck,
  truthCheck,
  styleCheck,
  markdownCheck,
] as const satisfies readonly Check<ValidationType>[];

type CheckedType = (typeof LIST)[number]['type'];
/** Does not compile while a type in `VALIDATION_TYPES` has no check in the list. */
const CHECKS_ARE_COMPLETE: Exclude<ValidationType, CheckedType> extends never ? true : never = true;

/** The checks, in the order in which they run. `document` is not among them: it always runs, first. */
export const CHECKS: readonly Check<ValidationType>[] = CHECKS_ARE_COMPLETE && LIST;

/** All rules that have a page in docs/rules: those of Galley itself, without the rules of markdownlint and of styles. */
export const OWN_RULES: readonly Rule[] = [
  documentCheck,
  ...CHECKS.filter((check) => check !== markdownCheck),
].flatMap(({ rules }) => rules);

/** Every rule that does not come from a style, by id. */
export const BUILT_IN_RULES: ReadonlyMap<string, Rule> = new Map(
  [...OWN_RULES, ...markdownCheck.rules].map((rule) => [rule.id, rule]),
);
