import { defineCheck } from '../check.ts';
import { markdownRules } from './rules.ts';
import { validateMarkdown } from './validate.ts';

export const markdownCheck = defineCheck({
  type: 'markdown',
  title: 'markdownlint',
  about: 'All rules of [markdownlint](https://github.com/DavidAnson/markdownlint).',
  outline: 'optional',
  rules: markdownRules,
  validate: validateMarkdown,
});
