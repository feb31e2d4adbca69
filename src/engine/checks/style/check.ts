import { defineCheck } from '../check.ts';
import type { Rule } from '../../rules/rule.ts';
import { validateStyle } from './validate.ts';

/** Its rules come with the styles that a pack imports. */
const NO_RULES: readonly Rule[] = [];

export const styleCheck = defineCheck({
  type: 'style',
  title: 'Style packages',
  about: 'The rules of imported [Vale styles](../vale.md), under their own names, e.g. `Google.Headings`.',
  outline: 'required',
  rules: NO_RULES,
  validate: validateStyle,
});
