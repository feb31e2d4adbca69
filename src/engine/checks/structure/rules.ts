import type { Rule } from '../../rules/rule.ts';

export const structureRules = [
  {
    id: 'structure/empty-section',
    type: 'structure',
    level: 'info',
    levelReason:
      'A reader is sent to nothing, but the page is whole. Headings of components are left alone. Forms, notes on releases and numbered proposals have the sections that a template demands: theirs are told in `strict`, and to those who ask for the rule.',
    fix: 'none',
    purpose: 'A section has no content: after its heading comes the next section, or the end.',
    why: 'A reader who follows the heading, from the table of contents or from a search, finds nothing there. The content was forgotten, was moved, or the heading is left over. A heading right under another one of a deeper level is fine: there the section consists of its subsections. So is a heading that is a name of code or a version, for API references and changelogs list those in headings.',
    title: 'Fill or remove {n} empty section{s}',
    instruction: 'Write the section, or remove its heading.',
    confidence: 1,
    example: {
      bad: '# Backups\n\n## Restore a backup\n\n## Delete a backup\n\nRun `backup delete`.\n',
      good: '# Backups\n\n## Restore a backup\n\nRun `backup restore`.\n\n## Delete a backup\n\nRun `backup delete`.\n',
    },
  },
  {
    id: 'structure/too-short',
    type: 'structure',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'The document has hardly any text.',
    why: 'A page of a sentence or two is often one that somebody began and nobody finished, and search engines rank such pages low. Pages that show something else are left alone: code, an image, a table, HTML, a template call such as `{{< children >}}`, or mostly links.',
    title: 'Write more, or merge the page into another',
    instruction: 'Say what a reader comes to the page for, or move the text to the page where it belongs.',
    confidence: 1,
    options: { min_words: { default: 30, purpose: 'Fewest words, headings and tables left out.' } },
    example: {
      bad: '# Backups\n\nThis page is about backups.\n',
      good: '# Backups\n\nA backup is a copy of the database at one moment. Make one before every update: if the update fails, restore the backup and try again. Backups are kept for thirty days, then they are deleted.\n',
    },
  },
  {
    id: 'structure/long-preamble',
    type: 'structure',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'A document with sections has a long text before the first of them.',
    why: 'What stands before the first section has no entry in the table of contents and no link of its own, so a reader who looks for it can only scroll.',
    title: 'Shorten the introduction',
    instruction: 'Keep a short introduction, and give the rest a heading.',
    confidence: 1,
    options: {
      max_words: { default: 300, purpose: 'Most words before the first section, tables left out.' },
    },
    example: {
      bad: `# Backups\n\n${'A backup is a copy of the database at one moment. '.repeat(31)}\n\n## Restore a backup\n\nRun it.\n`,
      good: '# Backups\n\nA backup is a copy of the database at one moment.\n\n## Restore a backup\n\nRun it.\n',
    },
  },
  {
    id: 'structure/too-deep',
    type: 'structure',
    level: 'off',
    strict: 'info',
    fix: 'none',
    purpose: 'A heading is of a deeper level than a reader can follow.',
    why: 'Deep headings look alike on the page, and tables of contents leave them out. A page that needs five levels is easier to read as two pages, or with lists and tables in place of the last level.',
    title: 'Flatten deep sections',
    instruction: 'Raise the section, turn it into a list or a table, or split the page.',
    confidence: 1,
    options: { max: { default: 4, purpose: 'The deepest level of a heading.' } },
    example: {
      bad: '# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\nText.\n',
      good: '# A\n\n## B\n\n### C\n\n#### D\n\nText.\n',
    },
  },
  {
    id: 'structure/long-section',
    type: 'structure',
    level: 'off',
    fix: 'none',
    purpose: 'There is very much text under one heading.',
    why: 'Readers find their way by headings. A rule for teams that want one every few paragraphs; it is off in every profile.',
    title: 'Divide {n} long section{s}',
    instruction: 'Divide the section by headings of the next level.',
    confidence: 1,
    options: { max_words: { default: 1_000, purpose: 'Most words between two headings, tables left out.' } },
    example: {
      bad: '# Backups\n\nA backup is a copy of the database at one moment.\n',
      good: '# Backups\n\nA backup is a copy.\n\n## When\n\nMade every night.\n',
      pack: { rules: { 'structure/long-section': { level: 'info', max_words: 8 } } },
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type StructureRuleId = (typeof structureRules)[number]['id'];
