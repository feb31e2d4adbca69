import { defineCheck } from '../check.ts';
import { markdownRules } from './rules.ts';
import { validateMarkdown } from './validate.ts';

export const markdownCheck = defineCheck({
  type: 'markdown',
  title: 'markdownlint',
  about: 'The rules of [markdownlint](https://github.com/DavidAnson/markdownlint), on our own parse.',
  outline: 'optional',
  rules: markdownRules,
  validate: validateMarkdown,
});
