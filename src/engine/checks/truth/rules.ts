import type { Rule } from '../../rules/rule.ts';

/** The pack used by the examples, in the form of a family's pack. */
const SHEETS = {
  terms: [
    { name: 'Acme.Sheets', kind: 'product', wrong: ['Acme Sheets', 'AcmeSheets'] },
    { name: 'JavaScript', kind: 'platform' },
    { name: 'GitHub', kind: 'term', wrong: ['Git Hub'] },
    { name: 'XLSX', kind: 'format' },
  ],
  apis: [
    {
      namespace: 'Acme.Sheets',
      types: ['Workbook', 'Worksheet', 'SaveFormat'],
      enums: [{ name: 'SaveFormat', members: ['Xlsx', 'Pdf'] }],
      deprecated: [{ name: 'Worksheet.Recalc', use: 'Workbook.CalculateFormula' }],
    },
  ],
  plugins: [
    {
      name: 'Acme.Sheets',
      load: ['xlsx', 'csv'],
      save: ['xlsx', 'pdf'],
      documents: ['Workbook'],
      main: true,
    },
    { name: 'Acme Mail Merge', requires: ['Acme Word Processor'] },
    { name: 'Acme Word Processor', code: ['new WordProcessor('] },
  ],
};

/** The rules about products, APIs, formats and plugins. */
export const truthRules = [
  {
    id: 'truth/product-name',
    type: 'truth',
    level: 'warning',
    fix: 'auto',
    changes: ['text'],
    purpose:
      'The name of a product or a platform is written in a way that is listed as wrong, or in other capitals.',
    why: 'Readers search for a product by its name, and a name that is written in several ways looks like several products.',
    title: 'Correct the names of products',
    instruction: 'Write the name as the family writes it.',
    confidence: 0.95,
    example: {
      bad: '# Start\n\nInstall Acme Sheets, then open the javascript console.\n',
      good: '# Start\n\nInstall Acme.Sheets, then open the JavaScript console.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/probable-product-name',
    type: 'truth',
    level: 'warning',
    fix: 'suggest',
    purpose: 'A text is nearly, but not quite, the name of a product or a platform.',
    why: 'A slip in a name is hard to see, and a search for the product does not find the page.',
    title: 'Check {n} probable product name{s}',
    instruction: 'Write the name as the family writes it, if that is what is meant.',
    confidence: 0.85,
    options: {
      min_similarity: {
        default: 0.85,
        purpose:
          'How alike a text and a name must be to be reported, 0 to 1: 1 less the letters that differ by all letters.',
      },
    },
    example: {
      bad: '# Start\n\nInstall Acme.Sheet first.\n',
      good: '# Start\n\nInstall Acme.Sheets first.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/term',
    type: 'truth',
    level: 'info',
    fix: 'auto',
    changes: ['text'],
    purpose: 'A term is written in a way that is listed as wrong, or in other capitals.',
    why: 'One spelling of a term throughout the pages lets readers search for it, and trust them.',
    title: 'Correct the spelling of terms',
    instruction: 'Write the term as the family writes it.',
    confidence: 0.9,
    example: {
      bad: '# Sources\n\nThe samples are on Github.\n',
      good: '# Sources\n\nThe samples are on GitHub.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/format-name',
    type: 'truth',
    level: 'off',
    strict: 'info',
    fix: 'auto',
    changes: ['text'],
    purpose: 'The name of a file format is written in other capitals than the family writes it in.',
    why: 'Formats that are written alike everywhere are easier to scan for; many teams do not mind, so it is off.',
    title: 'Correct the capitals of file formats',
    instruction: 'Write the format as the family writes it.',
    confidence: 0.9,
    example: {
      bad: '# Save\n\nSave the workbook as xlsx.\n',
      good: '# Save\n\nSave the workbook as XLSX.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/unknown-api',
    type: 'truth',
    level: 'warning',
    fix: 'suggest',
    purpose:
      'Code names a type or a member that does not exist, and mostly one that does is nearly the same.',
    why: 'Code that is copied from the page does not compile.',
    title: 'Check {n} unknown API name{s}',
    instruction: 'Correct the name, or add it to the family if it exists.',
    confidence: 0.85,
    options: {
      min_similarity: {
        default: 0.85,
        purpose:
          'How alike a name and a known type must be to be reported, 0 to 1. All unknown types are, where a namespace is complete.',
      },
    },
    example: {
      bad: '# Load\n\n```csharp\nvar book = new Acme.Sheets.Workbok();\n```\n',
      good: '# Load\n\n```csharp\nvar book = new Acme.Sheets.Workbook();\n```\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/deprecated-api',
    type: 'truth',
    level: 'warning',
    fix: 'none',
    purpose: 'Code uses a type or a member that is deprecated.',
    why: 'Readers build on what they copy, and have to change it when the API is removed.',
    title: 'Replace deprecated APIs',
    instruction: 'Use what the finding names instead, or say on the page that it is deprecated.',
    confidence: 0.9,
    example: {
      bad: '# Calculate\n\n```csharp\nworksheet.Recalc();\n```\n',
      good: '# Calculate\n\n```csharp\nworkbook.CalculateFormula();\n```\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/unsupported-format',
    type: 'truth',
    level: 'warning',
    fix: 'none',
    purpose: 'The document loads or saves a file format that the product does not support.',
    why: 'The page promises something that fails when readers try it.',
    title: 'Check file formats that are not supported',
    instruction: 'Name a format that the product supports, or correct what the family knows about it.',
    confidence: 0.85,
    example: {
      bad: '# Convert\n\nConvert XLSX files to MSG.\n\n```csharp\nnew Workbook("in.xlsx").Save("out.pdf");\nworkbook.Save("out.dwg");\n```\n',
      good: '# Convert\n\nConvert XLSX files to PDF.\n\n```csharp\nnew Workbook("in.xlsx").Save("out.pdf");\n```\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/missing-requirement',
    type: 'truth',
    level: 'warning',
    fix: 'none',
    purpose: 'The document uses a plugin, but says nothing of one that it does not work without.',
    why: 'Readers who follow the page end up with half of what they need.',
    title: 'Name required plugins',
    instruction: 'Say that the plugin is needed, too.',
    confidence: 0.8,
    example: {
      bad: '# Letters\n\nAcme Mail Merge fills in letters.\n',
      good: '# Letters\n\nAcme Mail Merge fills in letters that the Acme Word Processor has loaded.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/undeclared-plugin',
    type: 'truth',
    level: 'warning',
    fix: 'none',
    purpose: 'The document uses a plugin that its front matter does not list under `plugins`.',
    why: 'What is built from the list, e.g. a page about what to install, leaves the plugin out.',
    title: 'Declare the plugins that are used',
    instruction: 'Add the plugin to `plugins` in the front matter, or leave it out of the text.',
    confidence: 0.9,
    example: {
      bad: '---\nplugins: [Acme.Sheets]\n---\n\n# Letters\n\nThe Acme Word Processor loads letters.\n',
      good: '---\nplugins: [Acme.Sheets, Acme Word Processor]\n---\n\n# Letters\n\nThe Acme Word Processor loads letters.\n',
      pack: SHEETS,
    },
  },
  {
    id: 'truth/unknown-plugin',
    type: 'truth',
    level: 'warning',
    fix: 'suggest',
    purpose: 'The front matter lists a plugin whose name is nearly, but not quite, that of a known one.',
    why: 'What is built from the list does not find the plugin.',
    title: 'Correct the names of declared plugins',
    instruction: 'Write the plugin as the family names it.',
    confidence: 0.85,
    options: {
      min_similarity: {
        default: 0.8,
        purpose: 'How alike a listed name and a known plugin must be to be reported, 0 to 1.',
      },
      complete: {
        default: false,
        purpose: 'Whether the family knows all plugins: then every other name is reported, too.',
      },
    },
    example: {
      bad: '---\nplugins: [Acme Word Procesor]\n---\n\n# Letters\n\nText.\n',
      good: '---\nplugins: [Acme Word Processor]\n---\n\n# Letters\n\nText.\n',
      pack: SHEETS,
    },
  },
] as const satisfies readonly Rule[];

/** The id of a rule of this check. */
export type TruthRuleId = (typeof truthRules)[number]['id'];
