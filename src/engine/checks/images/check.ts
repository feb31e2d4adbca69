import { defineCheck } from '../check.ts';
import { imagesRules } from './rules.ts';
import { validateImages } from './validate.ts';

export const imagesCheck = defineCheck({
  type: 'images',
  title: 'Images',
  about: 'Whether images, in Markdown and in HTML, say what they show.',
  outline: 'required',
  rules: imagesRules,
  validate: validateImages,
});
