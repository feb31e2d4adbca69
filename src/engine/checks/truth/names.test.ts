import { describe, expect, it } from 'vitest';
import { buildRuleset, fixDocument } from '../../index.ts';
import { PACK, check, found, ruleset } from './example-pack.ts';

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
