import { defineCheck } from '../check.ts';
import { documentRules } from './rules.ts';
import { validateText } from './validate.ts';

export const documentCheck = defineCheck({
  type: 'document',
  title: 'The document as a whole',
  about:
    'What the engine has to say before any validator speaks. These rules always run and can not be configured, except for `document/no-text` and `document/unknown-rule`.',
  outline: 'unused',
  rules: documentRules,
  validate: validateText,
});
