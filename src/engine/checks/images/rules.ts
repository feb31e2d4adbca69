import type { Rule } from '../../rules/rule.ts';

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
    example: {
      bad: '# A\n\n![](merged-cells.png)\n',
      good: '# A\n\n![A worksheet with merged cells](merged-cells.png)\n',
    },
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
    example: {
      bad: '# A\n\n![todo:image_alt_text](merged-cells.png)\n',
      good: '# A\n\n![A worksheet with merged cells](merged-cells.png)\n',
    },
  },
  {
    id: 'images/alt-is-file-name',
    type: 'images',
    level: 'info',
    fix: 'suggest',
    purpose: 'The alternative text of an image is only the name of its file.',
    why: 'Who does not see the image hears a file name, which says little about what it shows.',
    title: 'Describe {n} image{s} in words',
    instruction: 'Say in a few words what the image shows; an edit here is a guess from the file name.',
    confidence: 0.5,
    example: {
      bad: '# A\n\n![merged-cells.png](merged-cells.png)\n',
      good: '# A\n\n![A worksheet with merged cells](merged-cells.png)\n',
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type ImagesRuleId = (typeof imagesRules)[number]['id'];
