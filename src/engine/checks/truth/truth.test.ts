import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, buildRuleset, fixDocument, validateDocument, type DocumentReport } from '../../index.ts';

const PACK = {
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
const ruleset = buildRuleset({ pack: PACK });

function check(text: string, rules = ruleset): DocumentReport {
  return validateDocument({ text, filePath: 'a.md', ruleset: rules, validationTypes: ['truth'] });
}
const found = (text: string, rules = ruleset): string[] =>
  check(text, rules).issues.map(({ rule_id, snippet }) => `${rule_id.replace('truth/', '')} ${snippet}`);
const code = (text: string): string => `\`\`\`\n${text}\n\`\`\`\n`;
const page = (list: string, body: string): string => `---\nplugins: ${list}\n---\n\n${body}\n`;
const messages = (text: string): string[] => check(text).issues.map(({ message }) => message);

describe('names of products', () => {
  it('finds those that are listed as wrong, in any capitals, wherever people read them', () => {
    const text =
      '---\ntitle: Get Acme Sheets\n---\n\n# ACME SHEETS\n\n| acme sheets |\n| - |\n\n> [Acme\n> Sheets](a.md)\n';
    expect(found(text)).toEqual([
      'product-name Acme Sheets',
      'product-name ACME SHEETS',
      'product-name acme sheets',
      'product-name Acme\n> Sheets',
    ]);
  });

  it('finds other capitals, the longest name first', () => {
    expect(found('ACME.Sheets for .Net and JAVA.\n')).toEqual([
      'product-name ACME.Sheets for .Net',
      'product-name JAVA',
    ]);
  });

  it('leaves right names, packages, and capitals that do not matter alone', () => {
    expect(found('Acme.Sheets for .NET, acme.sheets, com.acme.sheets, go and GO.\n')).toEqual([]);
  });

  it('leaves code, addresses, paths, shortcodes and longer names alone', () => {
    const text = [
      '`Acme Sheets` [a](<b/Acme Sheets>) <https://a.b/java> https://a.b/acme.Sheets C:\\Acme Sheets\\bin',
      '{{< highlight java >}}',
      'java',
      '{{< /highlight >}}',
      'java.util /java java-x xjava java_ javac ACME.SHEETS.dll ::java ![Acme Sheets](a.png)',
      '<!-- Acme Sheets -->',
    ].join('\n\n');
    expect(found(text)).toEqual([]);
  });

  it('corrects what is certain, and only that', () => {
    const text = '\uFEFF# Acme Sheets\r\n\r\nİ Acme Sheet, ACME.SHEETS and Git Hub.\r\n';
    const fixed = fixDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['truth'] });
    expect(fixed.text).toBe('\uFEFF# Acme.Sheets\r\n\r\nİ Acme Sheet, Acme.Sheets and GitHub.\r\n');
    expect(fixed.passes).toBe(1);
  });

  it('has no edit for a name with markup in it', () => {
    const { issues, proposals } = check('**Acme** Sheets\n');
    expect(issues.map(({ rule_id, fixable }) => [rule_id, fixable])).toEqual([
      ['truth/product-name', 'none'],
    ]);
    expect(proposals.flatMap(({ edits }) => edits)).toEqual([]);
  });

  it('asks about what is nearly a name, with how alike it is', () => {
    const { issues, proposals } = check('# A\n\nAcme Sheet is new.\n');
    expect(issues.map(({ message }) => message)).toEqual([
      '"Acme Sheet" is probably meant to be "Acme.Sheets" (90 % alike).',
    ]);
    expect(proposals[0]).toMatchObject({ confidence: 0.9, edits: [{ text: 'Acme.Sheets' }] });
  });

  it.each([
    'Acme-Sheets',
    'Amce.Sheets',
    'AcmeSheets',
    'Acme.Sheest',
    'Acme.Sheets for Jaav',
    'Acme.Sheets for NET',
  ])('asks about %s', (name) => {
    expect(found(`See ${name}, please.\n`)).toEqual([`probable-product-name ${name}`]);
  });

  it.each([
    'Acme sheet',
    'Acme.Sheets for Jam',
    'Acme.Sheet1.xlsx',
    'Acme. Sheets',
    "Acme.Sheets'",
    'Acme Shots',
  ])('does not ask about %s', (name) => {
    expect(found(`See ${name}, please.\n`)).toEqual([]);
  });

  it('asks about less as the pack says', () => {
    const strict = buildRuleset({
      pack: { ...PACK, rules: { 'truth/probable-product-name': { min_similarity: 0.95 } } },
    });
    expect(found('Acme Sheet is new.\n', strict)).toEqual([]);
  });

  it('finds names in a pack that has hundreds of them', () => {
    const terms = Array.from({ length: 400 }, (_, index) => ({ name: `Thing${index}.One`, kind: 'product' }));
    const many = buildRuleset({ pack: { terms } });
    expect(found('Thing7.One THING8.one thing399.One Thing12.Ones\n', many)).toEqual([
      'product-name THING8.one',
      'product-name thing399.One',
    ]);
  });
});

describe('terms', () => {
  it('are corrected; the capitals of formats only in the profile strict', () => {
    expect(found('On Github, as xlsx.\n')).toEqual(['term Github']);
    expect(found('On GitHub, as xlsx.\n', buildRuleset({ pack: PACK, profile: 'strict' }))).toEqual([
      'format-name xlsx',
    ]);
  });
});

describe('names of the API', () => {
  it('asks about a type that is nearly one of the namespace', () => {
    expect(
      messages(code('using Acme.Sheets.Charts;\nnew Acme.Sheets.Workbok();\nAcme::Sheets::Worksheeet a;')),
    ).toEqual([
      '`Workbok` is not known; it is probably meant to be `Workbook` (87 % alike).',
      '`Worksheeet` is not known; it is probably meant to be `Worksheet` (90 % alike).',
    ]);
  });

  it('asks about a namespace that is nearly known', () => {
    expect(found(code('import com.acme.Sheet;\nusing Acme.Sheet.Charts;'))).toEqual(['unknown-api Sheet']);
  });

  it('asks about types after `new` and between backticks', () => {
    const text = `Use \`Wrokbook\`.\n\n${code('var a = new PdfSaveOption();')}`;
    expect(found(text)).toEqual(['unknown-api Wrokbook', 'unknown-api PdfSaveOption']);
    expect(applyEdits(text, check(text).proposals[0]!.edits)).toContain('`Workbook`');
  });

  it('leaves properties, plurals, other types and those of the page alone', () => {
    const text = `\`Worksheets\` \`XWorkbook\` \`Acme.Sheets.Charts\` \`acme.sheets.workbok()\`\n\n${code(
      'class Workbok {}\nnew Workbok();\nnew Worksheets();\nnew StringBuilder();\nbook.Worksheets.Add();',
    )}`;
    expect(found(text)).toEqual([]);
  });

  it('knows every type of a namespace that is complete', () => {
    expect(messages(code('new Acme.Mail.Message();\nnew Acme.Mail.Appointment();'))).toEqual([
      '`Appointment` is no type of Acme.Mail.',
    ]);
  });

  it('knows the members of enumerations as each language writes them', () => {
    const text = code(
      'Color.Red; Color.Blue; SaveFormat.TAB_DELIMITED; SaveFormat.Odt; SaveFormat.Parse("a");',
    );
    expect(messages(text)).toEqual([
      '`Color.Blue` does not exist.',
      '`SaveFormat.Odt` does not exist: this format is not supported.',
    ]);
    expect(found(code('using Acme.Mail;\nSaveFormat.Odt;'))).toEqual([]);
  });

  it('says what to use instead of what is deprecated', () => {
    const text = code('pivotTable.ColumnGrand = true;\npivot_table.set_column_grand(true);\nOldWorkbook b;');
    expect(messages(text)).toEqual([
      '`PivotTable.ColumnGrand` is deprecated since 24.12; use `PivotTable.ShowColumnGrandTotals`.',
      '`PivotTable.ColumnGrand` is deprecated since 24.12; use `PivotTable.ShowColumnGrandTotals`.',
      '`OldWorkbook` is deprecated; use `Workbook`.',
    ]);
    expect(found('`OldWorkbook` was removed.\n\n`pivotTable.Columns`\n')).toEqual([]);
  });
});

describe('file formats', () => {
  it('are those of the document type, in file names', () => {
    const text = code(
      [
        'Workbook book = new Workbook(dir + "in.pdf");',
        "var other = new Acme.Sheets.Workbook('in.csv');",
        'other.Save("out.JPG"); other.Save(dir + "out.odt"); book.save("out.xyz");',
        'image.Save("a.odt"); book.Save("a.odt", format); book.Save("a"); book.Save("a.tmp");',
      ].join('\n'),
    );
    expect(messages(text)).toEqual([
      'Acme.Sheets does not load `.pdf` files.',
      'Acme.Sheets does not save `.odt` files.',
      'Acme.Sheets does not save `.xyz` files.',
    ]);
    expect(found(code('new Workbook("in.pdf");\nnew Acme.Mail.Message();'))).toEqual([]);
  });

  it.each([
    ['Convert XLSX files to PDF, MSG and JPG.', ['MSG']],
    ['Convert your PDF files to XLSX.', ['PDF']],
    ['Save the workbook as ODS, then save it in ODT format.', ['ODS', 'ODT']],
    ['Acme.Sheets loads PDF files.', ['PDF']],
    ['Acme.Mail converts MSG to EML.', ['EML']],
    ['Export it to .ODS with Acme.Sheets for Java.', ['ODS']],
  ])('are promised by the product of the sentence: %s', (text, formats) => {
    expect(found(`${text}\n`)).toEqual(formats.map((format) => `unsupported-format ${format}`));
  });

  it.each([
    'Open the PDF file in a viewer.',
    'It does not convert XLSX to MSG.',
    'Convert PNG to PDF, and export pictures to WMF.',
    'Acme.Sheets loads JSON files.',
    'Convert XLSX to MSG with Acme.Sheets and Acme.Mail.',
    'Acme.Other is new. Convert XLSX to MSG.',
    'Convert the sheet to PDF. Send MSG files.',
    'Save your time in ODS.',
    'Export it to MSG with Acme.Mail.',
    'Convert it to UTF8, to HTTP and to XSLT.',
    'Save it as `ODS`.',
  ])('are not found in: %s', (text) => {
    expect(found(`${text}\n`)).toEqual([]);
  });
});

describe('plugins', () => {
  it('need what they do not work without', () => {
    expect(messages('Acme Merge is fast.\n')).toEqual([
      '"Acme Merge" does not work without "Acme Split", which the document does not mention.',
    ]);
    expect(found('Acme Merge needs Acme Split.\n')).toEqual([]);
    expect(found(`Text.\n\n${code('var a = new Merger();')}`)).toEqual(['missing-requirement new Merger(']);
    expect(found(page('[Acme Split, Acme Merge]', 'Acme Joiner is fast.'))).toEqual([]);
  });

  it('are to be declared where the front matter lists any', () => {
    expect(found(page('[Acme Merge]', 'Acme.Sheets with Acme Split, and Acme Merge.'))).toEqual([
      'undeclared-plugin Acme Split',
    ]);
    expect(found('---\ntitle: A\n---\n\nAcme Split.\n')).toEqual([]);
    expect(found(page('none', 'Acme Split.'))).toEqual([]);
  });

  it('are asked about when a declared name is nearly one', () => {
    const text = page('\n  - "Acme Splitt"\n  - Acme Sheets for Java\n  - Unrelated', 'Acme Split.');
    expect(messages(text)).toEqual([
      '"Acme Splitt" is no plugin; it is probably meant to be "Acme Split" (90 % alike).',
    ]);
    expect(applyEdits(text, check(text).proposals[0]!.edits)).toContain('- "Acme Split"\n');
  });
});

describe('any document', () => {
  const piece = fc.constantFrom(
    'Acme',
    'Sheets',
    'acme.sheet',
    '.',
    ' ',
    '\n',
    '\r\n',
    '`',
    '**',
    '[',
    '](a)',
    '> ',
    '{{< a >}}',
    '```\n',

    'new Workbok(',
    '"a.odt")',
    'convert ',
    'XLSX',
    ' to ',
    'ODS',
    '| ',
    'İ',
    '\uD800',
    'Save(',
    '::',
    '-',
    '|-|\n',
  );

  it('gets findings that are in it, and edits that leave nothing of their rule to fix', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        for (const { rule_id, start, end } of check(text).issues) {
          if (rule_id === 'document/empty') continue;
          expect(rule_id).toMatch(/^truth\//);
          expect(start >= 0 && start < end && end <= text.length).toBe(true);
        }
        const fixed = fixDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['truth'] }).text;
        const left = check(fixed).issues.filter(({ fixable }) => fixable === 'auto');
        expect(left).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
