import { defineCheck } from '../check.ts';
import { proseRules } from './rules.ts';
import { validateProse } from './validate.ts';

export const proseCheck = defineCheck({
  type: 'prose',
  title: 'Prose',
  about: 'The words themselves. Code, addresses and front matter are never prose.',
  outline: 'required',
  rules: proseRules,
  validate: validateProse,
});
