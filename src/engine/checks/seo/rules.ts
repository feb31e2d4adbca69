import type { Rule } from '../../rules/rule.ts';

export const seoRules = [
  {
    id: 'seo/title-length',
    type: 'seo',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'The title is too short to say anything, or too long for a search result.',
    why: 'The title is what a search result, a browser tab and a bookmark show. Search engines cut it at about 600 pixels, which is some 60 to 70 characters. The title is the field `title` of the front matter or, without one, the first heading of level 1.',
    title: 'Fit the title to search results',
    instruction: 'Put what sets the page apart first, and leave out what every page says.',
    confidence: 1,
    options: {
      min: { default: 5, purpose: 'Fewest characters.' },
      max: { default: 70, purpose: 'Most characters.' },
    },
    example: {
      bad: '---\ntitle: How to restore a backup of the database that was made before an update of the server\n---\n\nText.\n',
      good: '---\ntitle: Restore a backup from before an update\n---\n\nText.\n',
    },
  },
  {
    id: 'seo/missing-description',
    type: 'seo',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'The front matter has no `description`.',
    why: 'Search engines and link previews show the description under the title. Without one they pick some text of the page, often the navigation. Documents without front matter have no place for a description, so they are left alone; so are families whose pack requires or recommends the field, for there the front matter rules say it.',
    title: 'Add a description',
    instruction: 'Add `description` to the front matter: what the page is for, in one or two sentences.',
    confidence: 1,
    example: {
      bad: '---\ntitle: Restore a backup\n---\n\nText.\n',
      good: '---\ntitle: Restore a backup\ndescription: How to bring a database back to the state of its last backup.\n---\n\nText.\n',
    },
  },
  {
    id: 'seo/description-length',
    type: 'seo',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose:
      'The `description` of the front matter is too short to help, or longer than search results show.',
    why: 'Search engines cut descriptions at about 155 to 160 characters, so what stands after that is not read. Very short ones repeat the title, and are replaced by text of the page.',
    title: 'Fit the description to search results',
    instruction: 'Say in one or two sentences what the page is for; put what matters first.',
    confidence: 1,
    options: {
      min: { default: 50, purpose: 'Fewest characters.' },
      max: { default: 160, purpose: 'Most characters.' },
    },
    example: {
      bad: '---\ntitle: Restore a backup\ndescription: Restoring backups.\n---\n\nText.\n',
      good: '---\ntitle: Restore a backup\ndescription: How to bring a database back to the state of its last backup.\n---\n\nText.\n',
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type SeoRuleId = (typeof seoRules)[number]['id'];
