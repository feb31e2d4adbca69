import type { ValidationType } from '../../shared/things.ts';
import type { Validator } from '../finding.ts';
import { validateCode } from './code.ts';
import { validateFrontMatter } from './front-matter.ts';
import { validateHeadings } from './headings.ts';
import { validateImages } from './images.ts';
import { validateLinks } from './links.ts';
import { validateMarkdown } from './markdown.ts';
import { validateProse } from './prose.ts';
import { validateSeo } from './seo.ts';
import { validateStructure } from './structure.ts';
import { validateStyle } from './style.ts';
import { validateTruth } from './truth.ts';

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
