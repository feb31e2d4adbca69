import { defineCheck } from '../check.ts';
import { codeRules } from './rules.ts';
import { validateCode } from './validate.ts';

export const codeCheck = defineCheck({
  type: 'code',
  title: 'Code',
  about: 'Code blocks, and what should not be in them.',
  outline: 'required',
  rules: codeRules,
  validate: validateCode,
});
