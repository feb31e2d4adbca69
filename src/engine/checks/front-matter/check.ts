import { defineCheck } from '../check.ts';
import { frontMatterRules } from './rules.ts';
import { validateFrontMatter } from './validate.ts';

export const frontMatterCheck = defineCheck({
  type: 'front-matter',
  title: 'Front matter',
  about:
    'YAML between `---` lines at the very start: whether it parses, and whether it says what its family needs.',
  outline: 'optional',
  rules: frontMatterRules,
  validate: validateFrontMatter,
});
