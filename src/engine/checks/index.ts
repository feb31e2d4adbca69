import type { ValidationType } from '../../shared/things.ts';
import type { Validator } from '../rules/finding.ts';
import { validateCode } from './code/validate.ts';
import { validateFrontMatter } from './front-matter/validate.ts';
import { validateHeadings } from './headings/validate.ts';
import { validateImages } from './images/validate.ts';
import { validateLinks } from './links/validate.ts';
import { validateMarkdown } from './markdown/validate.ts';
import { validateProse } from './prose/validate.ts';
import { validateSeo } from './seo/validate.ts';
import { validateStructure } from './structure/validate.ts';
import { validateStyle } from './style/validate.ts';
import { validateTruth } from './truth/validate.ts';

/** The validator of each type. */
export const VALIDATORS: Readonly<Record<ValidationType, Validator>> = {
  'front-matter': validateFrontMatter,
  headings: validateHeadings,
  links: validateLinks,
  code: validateCode,
  images: validateImages,
  structure: validateStructure,
  seo: validateSeo,
  prose: validateProse,
  truth: validateTruth,
  style: validateStyle,
  markdown: validateMarkdown,
};
