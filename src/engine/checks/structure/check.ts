import { defineCheck } from '../check.ts';
import { structureRules } from './rules.ts';
import { validateStructure } from './validate.ts';

export const structureCheck = defineCheck({
  type: 'structure',
  title: 'Structure',
  about: 'How much stands under the headings.',
  outline: 'required',
  rules: structureRules,
  validate: validateStructure,
});
