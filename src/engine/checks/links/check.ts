import { defineCheck } from '../check.ts';
import { linksRules } from './rules.ts';
import { validateLinks } from './validate.ts';

export const linksCheck = defineCheck({
  type: 'links',
  title: 'Links',
  about: 'Whether links lead somewhere: in the page, and to other pages that are known.',
  outline: 'required',
  rules: linksRules,
  validate: validateLinks,
});
