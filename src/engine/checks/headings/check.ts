import { defineCheck } from '../check.ts';
import { headingsRules } from './rules.ts';
import { validateHeadings } from './validate.ts';

export const headingsCheck = defineCheck({
  type: 'headings',
  title: 'Headings',
  about: 'The structure that headings give a page. Headings in quotes and lists are no part of it.',
  outline: 'required',
  rules: headingsRules,
  validate: validateHeadings,
});
