import type { Rule } from '../../rules/rule.ts';

export const headingsRules = [
  {
    id: 'headings/increment',
    type: 'headings',
    level: 'warning',
    levelReason:
      'Who hears the page, or reads its table of contents, gets lost where a level is missing. Told are the only section under a title, and a skip that the page itself contradicts: elsewhere it has the level between, and the deeper one in its place. Where a page skips a level in several sections, keeps to two levels, uses headings of level 6 for small text, or begins with level 3 under a title from front matter, it is a style: that is told in `strict`, and to those who ask for the rule. Changelogs, which programs write, are left alone.',
    fix: 'suggest',
    changes: ['headings'],
    purpose: 'A heading skips a level, e.g. from 1 to 3.',
    title: 'Fix heading structure',
    instruction: 'Raise the heading, and the section under it, so that no level is skipped.',
    confidence: 0.9,
    example: { bad: '# A\n\n### B\n\nText.\n', good: '# A\n\n## B\n\nText.\n' },
  },
  {
    id: 'headings/missing-h1',
    type: 'headings',
    level: 'off',
    strict: 'info',
    levelReason:
      'Many generators take the title from their navigation, and many files are parts of other pages: one document does not show whether it lacks a title.',
    fix: 'none',
    purpose: 'The document has neither a heading of level 1 nor a `title` in its front matter.',
    title: 'Add a title',
    instruction: 'Begin with one heading of level 1, or give the front matter a `title`.',
    confidence: 0.8,
    example: { bad: 'Text.\n', good: '# A\n\nText.\n' },
  },
  {
    id: 'headings/multiple-h1',
    type: 'headings',
    level: 'off',
    strict: 'warning',
    levelReason:
      'A page has one title, but many use level 1 for their parts: half of those who were told had meant it. It is told once a document, and not of changelogs.',
    fix: 'none',
    purpose: 'There are several headings of level 1.',
    title: 'Keep one heading of level 1',
    instruction: 'Keep the heading that is the title, and lower the others together with their sections.',
    confidence: 1,
    example: { bad: '# A\n\nText.\n\n# B\n\nText.\n', good: '# A\n\nText.\n\n## B\n\nText.\n' },
  },
  {
    id: 'headings/empty',
    type: 'headings',
    level: 'warning',
    fix: 'none',
    purpose: 'A heading has no text.',
    title: 'Fill or remove empty headings',
    instruction: 'Give the heading a text, or remove it.',
    confidence: 1,
    example: { bad: '# A\n\n##\n\nText.\n', good: '# A\n\n## B\n\nText.\n' },
  },
  {
    id: 'headings/duplicate',
    type: 'headings',
    level: 'info',
    levelReason:
      'The page works, but a link or a table of contents does not tell them apart. Told are headings of level 1 and 2, of which one is mostly left over; deeper ones, as “Example” and “Returns”, are meant: they are told in `strict`, and to those who ask for the rule. Headings that are a name of code, and those of changelogs, are left alone.',
    fix: 'none',
    purpose: 'Two headings of one section have the same text, so links to them are ambiguous.',
    title: 'Make headings of one section distinct',
    instruction: 'Word the headings so that a reader can tell them apart.',
    confidence: 1,
    example: {
      bad: '# A\n\n## Notes\n\nText.\n\n## Notes\n\nText.\n',
      good: '# A\n\n## Notes on reading\n\nText.\n\n## Notes on writing\n\nText.\n',
    },
  },
  {
    id: 'headings/too-long',
    type: 'headings',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'A heading is longer than people take in at a glance.',
    why: 'Headings are read in lists and menus, which cut long ones off.',
    title: 'Shorten {n} heading{s}',
    instruction: 'Say in the heading what the section is about, and the rest in its first sentence.',
    confidence: 1,
    options: { max: { default: 80, purpose: 'Longest heading, in characters.' } },
    example: {
      bad: '# How to merge cells of several worksheets in a workbook that was opened from a stream\n\nText.\n',
      good: '# Merge cells of several worksheets\n\nText.\n',
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type HeadingsRuleId = (typeof headingsRules)[number]['id'];
