/** Test support: a pack about imaginary products, and short forms of its findings. */
import { buildRuleset, validateDocument, type DocumentReport } from '../../index.ts';

/** The pack that the tests of this folder use. */
export const PACK = {
  terms: [
    { name: 'Acme.Sheets', kind: 'product', wrong: ['Acme Sheets'] },
    { name: 'Acme.Sheets for .NET', kind: 'product' },
    { name: 'Acme.Sheets for Java', kind: 'product' },
    { name: 'Acme.Mail', kind: 'product' },
    { name: 'Acme.Other', kind: 'product' },
    { name: 'Java', kind: 'platform' },
    { name: 'Go', kind: 'platform', capitals: false },
    { name: 'GitHub', wrong: ['Git Hub'] },
    { name: 'XLSX', kind: 'format' },
  ],
  apis: [
    {
      namespace: 'Acme.Sheets',
      aliases: ['com.acme.sheets', 'acme.sheets'],
      namespaces: 'Charts Drawing',
      types: 'Workbook Worksheet PdfSaveOptions SaveFormat Color',
      enums: [
        { name: 'SaveFormat', members: 'Xlsx Pdf TabDelimited' },
        { name: 'Color', members: 'Red Green' },
      ],
      deprecated: [
        { name: 'PivotTable.ColumnGrand', use: 'PivotTable.ShowColumnGrandTotals', since: '24.12' },
        { name: 'OldWorkbook', use: 'Workbook' },
      ],
    },
    { namespace: 'Acme.Mail', types: ['Message'], complete: true },
  ],
  plugins: [
    {
      name: 'Acme.Sheets',
      load: ['.XLSX', 'csv'],
      save: 'xlsx pdf jpeg',
      documents: ['Workbook'],
      main: true,
    },
    { name: 'Acme.Mail', load: 'msg eml', save: 'msg' },
    { name: 'Acme Merge', aliases: ['Acme Joiner'], requires: ['Acme Split'], code: ['new Merger('] },
    { name: 'Acme Split' },
  ],
};
/** The ruleset of {@link PACK}. */
export const ruleset = buildRuleset({ pack: PACK });

/** Runs only the truth rules on a document. */
export function check(text: string, rules = ruleset): DocumentReport {
  return validateDocument({ text, filePath: 'a.md', ruleset: rules, validationTypes: ['truth'] });
}
/** Each finding as its rule, without `truth/`, and the text that it marks. */
export const found = (text: string, rules = ruleset): string[] =>
  check(text, rules).issues.map(({ rule_id, snippet }) => `${rule_id.replace('truth/', '')} ${snippet}`);
/** A fenced code block. */
export const code = (text: string): string => `\`\`\`\n${text}\n\`\`\`\n`;
/** A page whose front matter lists plugins. */
export const page = (list: string, body: string): string => `---\nplugins: ${list}\n---\n\n${body}\n`;
/** The messages of all findings. */
export const messages = (text: string): string[] => check(text).issues.map(({ message }) => message);
