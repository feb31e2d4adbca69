import type { Rule } from './rule.ts';

export const imagesRules = [
  {
    id: 'images/missing-alt',
    type: 'images',
    level: 'warning',
    fix: 'suggest',
    purpose: 'An image has no alternative text.',
    title: 'Add alt text to {n} image{s}',
    instruction: 'Say in a few words what the image shows; an edit here is a guess from the file name.',
    confidence: 0.5,
  },
  {
    id: 'images/placeholder-alt',
    type: 'images',
    level: 'info',
    fix: 'suggest',
    purpose: 'The alternative text of an image is a placeholder, e.g. `todo:image_alt_text`.',
    title: 'Replace placeholder alt text of {n} image{s}',
    instruction: 'Say in a few words what the image shows; an edit here is a guess from the file name.',
    confidence: 0.5,
  },
] as const satisfies readonly Rule[];
