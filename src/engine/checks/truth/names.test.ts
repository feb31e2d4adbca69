import { describe, expect, it } from 'vitest';
import { buildRuleset, fixDocument } from '../../index.ts';
import { PACK, check, found, ruleset } from './example-pack.ts';

describe('product names', () => {
  it('reports listed misspellings in any case, wherever people read them', () => {
    const text =
      '---\ntitle: Get Acme Sheets\n---\n\n# ACME SHEETS\n\n| acme sheets |\n| - |\n\n> [Acme\n> Sheets](a.md)\n';
    expect(found(text)).toEqual([
      'product-name Acme Sheets',
      'product-name ACME SHEETS',
      'product-name acme sheets',
      'product-name Acme\n> Sheets',
    ]);
  });

  it('reports wrong case, longest name first', () => {
    expect(found('ACME.Sheets for .Net and JAVA.\n')).toEqual([
      'product-name ACME.Sheets for .Net',
      'product-name JAVA',
    ]);
  });

  it('does not report right names, packages, or case that does not matter', () => {
    expect(found('Acme.Sheets for .NET, acme.sheets, com.acme.sheets, go and GO.\n')).toEqual([]);
  });

  it('does not report code, addresses, paths, shortcodes or longer names', () => {
    const text = [
      '`Acme Sheets` [a](<b/Acme Sheets>) <https://a.b/java> https://a.b/acme.Sheets C:\\Acme Sheets\\bin',
      '{{< highlight java >}}',
      'java',
      '{{< /highlight >}}',
      'java.util /java java-x xjava java_ javac ACME.SHEETS.dll ::java ![Acme.Sheets](a.png)',
      '<!-- Acme Sheets -->',
    ].join('\n\n');
    expect(found(text)).toEqual([]);
  });

  it('fixes only what is certain', () => {
    const text = '\uFEFF# Acme Sheets\r\n\r\nİ Acme Sheet, ACME.SHEETS and Git Hub.\r\n';
    const fixed = fixDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['truth'] });
    expect(fixed.text).toBe('\uFEFF# Acme.Sheets\r\n\r\nİ Acme Sheet, Acme.Sheets and GitHub.\r\n');
    expect(fixed.passes).toBe(1);
  });

  it('proposes no edit for a name that contains markup', () => {
    const { issues, proposals } = check('**Acme** Sheets\n');
    expect(issues.map(({ rule_id, fixable }) => [rule_id, fixable])).toEqual([
      ['truth/product-name', 'none'],
    ]);
    expect(proposals.flatMap(({ edits }) => edits)).toEqual([]);
  });

  it('reports near misses with their similarity', () => {
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
  ])('reports the near miss %s', (name) => {
    expect(found(`See ${name}, please.\n`)).toEqual([`probable-product-name ${name}`]);
  });

  it.each([
    'Acme sheet',
    'Acme.Sheets for Jam',
    'Acme.Sheet1.xlsx',
    'Acme. Sheets',
    "Acme.Sheets'",
    'Acme Shots',
  ])('does not report %s', (name) => {
    expect(found(`See ${name}, please.\n`)).toEqual([]);
  });

  it('respects the minimum similarity in the pack', () => {
    const strict = buildRuleset({
      pack: { ...PACK, rules: { 'truth/probable-product-name': { min_similarity: 0.95 } } },
    });
    expect(found('Acme Sheet is new.\n', strict)).toEqual([]);
  });

  it('finds names in a pack with hundreds of names', () => {
    const terms = Array.from({ length: 400 }, (_, index) => ({ name: `Thing${index}.One`, kind: 'product' }));
    const many = buildRuleset({ pack: { terms } });
    expect(found('Thing7.One THING8.one thing399.One Thing12.Ones\n', many)).toEqual([
      'product-name THING8.one',
      'product-name thing399.One',
    ]);
  });
});

describe('terms', () => {
  it('are corrected; the case of formats only in the profile strict', () => {
    expect(found('On Github, as xlsx.\n')).toEqual(['term Github']);
    expect(found('On GitHub, as xlsx.\n', buildRuleset({ pack: PACK, profile: 'strict' }))).toEqual([
      'format-name xlsx',
    ]);
  });
});
