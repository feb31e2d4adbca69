import { defineCheck } from '../check.ts';
import { seoRules } from './rules.ts';
import { validateSeo } from './validate.ts';

export const seoCheck = defineCheck({
  type: 'seo',
  title: 'Search engines',
  about: 'What a search engine shows of the page. Off by default.',
  outline: 'optional',
  rules: seoRules,
  validate: validateSeo,
});
