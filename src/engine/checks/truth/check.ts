import { defineCheck } from '../check.ts';
import { truthRules } from './rules.ts';
import { validateTruth } from './validate.ts';

export const truthCheck = defineCheck({
  type: 'truth',
  title: 'Truth',
  about:
    'What a page says about products, APIs and formats, against what the family of the page knows about them.',
  outline: 'required',
  rules: truthRules,
  validate: validateTruth,
});
