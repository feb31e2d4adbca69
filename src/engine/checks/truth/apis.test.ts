import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../index.ts';
import { check, code, found, messages } from './example-pack.ts';

describe('API names', () => {
  it('reports a near miss of a type in the namespace', () => {
    expect(
      messages(code('using Acme.Sheets.Charts;\nnew Acme.Sheets.Workbok();\nAcme::Sheets::Worksheeet a;')),
    ).toEqual([
      '`Workbok` is not known; it is probably meant to be `Workbook` (87 % alike).',
      '`Worksheeet` is not known; it is probably meant to be `Worksheet` (90 % alike).',
    ]);
  });

  it('reports a near miss of a namespace', () => {
    expect(found(code('import com.acme.Sheet;\nusing Acme.Sheet.Charts;'))).toEqual(['unknown-api Sheet']);
  });

  it('reports near misses after `new` and in inline code', () => {
    const text = `Use \`Wrokbook\`.\n\n${code('var a = new PdfSaveOption();')}`;
    expect(found(text)).toEqual(['unknown-api Wrokbook', 'unknown-api PdfSaveOption']);
    expect(applyEdits(text, check(text).proposals[0]!.edits)).toContain('`Workbook`');
  });

  it('does not report properties, plurals, foreign types or types declared on the page', () => {
    const text = `\`Worksheets\` \`XWorkbook\` \`Acme.Sheets.Charts\` \`acme.sheets.workbok()\`\n\n${code(
      'class Workbok {}\nnew Workbok();\nnew Worksheets();\nnew StringBuilder();\nbook.Worksheets.Add();',
    )}`;
    expect(found(text)).toEqual([]);
  });

  it('reports any unknown type of a complete namespace', () => {
    expect(messages(code('new Acme.Mail.Message();\nnew Acme.Mail.Appointment();'))).toEqual([
      '`Appointment` is no type of Acme.Mail.',
    ]);
  });

  it('accepts enumeration members in the spelling of each language', () => {
    const text = code(
      'Color.Red; Color.Blue; SaveFormat.TAB_DELIMITED; SaveFormat.Odt; SaveFormat.Parse("a");',
    );
    expect(messages(text)).toEqual([
      '`Color.Blue` does not exist.',
      '`SaveFormat.Odt` does not exist: this format is not supported.',
    ]);
    expect(found(code('using Acme.Mail;\nSaveFormat.Odt;'))).toEqual([]);
  });

  it('names the replacement of a deprecated API', () => {
    const text = code('pivotTable.ColumnGrand = true;\npivot_table.set_column_grand(true);\nOldWorkbook b;');
    expect(messages(text)).toEqual([
      '`PivotTable.ColumnGrand` is deprecated since 24.12; use `PivotTable.ShowColumnGrandTotals`.',
      '`PivotTable.ColumnGrand` is deprecated since 24.12; use `PivotTable.ShowColumnGrandTotals`.',
      '`OldWorkbook` is deprecated; use `Workbook`.',
    ]);
    expect(found('`OldWorkbook` was removed.\n\n`pivotTable.Columns`\n')).toEqual([]);
  });
});
