import { describe, expect, it } from 'vitest';
import type { Flavor } from '../flavors/flavor.ts';
import type { Effect } from '../rules/effects.ts';
import { DocumentProof } from './prove.ts';

/** Proves replacements that are named by the text they replace; the n-th place of it. */
function verdicts(
  text: string,
  changes: readonly [string, string][],
  effects: Effect[] = [],
  flavor: Flavor = 'gfm',
) {
  let from = 0;
  const replacements = changes.map(([expected, replacement]) => {
    const start = text.indexOf(expected, from);
    expect(start, `${JSON.stringify(expected)} is in the text`).toBeGreaterThanOrEqual(from);
    from = start + expected.length;
    return [{ start, end: from, text: replacement }];
  });
  return new DocumentProof(text, flavor)
    .prove(replacements, effects)
    .map((verdict) => (verdict.certain ? 'certain' : verdict.reason));
}

describe('an edit is certain when readers see the same', () => {
  it.each<[string, string, string, Effect[]]>([
    ['a heading needs no more than one space', '#  A\n', '#  A', []],
    ['two empty lines are as good as one', 'a\n\n\nb\n', '\n\n\n', []],
    ['the marks of emphasis do not matter', 'a _b_ c\n', '_b_', []],
    ['white space in a link is not seen', 'a [ b ](c) d\n', '[ b ]', []],
  ])('%s', (_, text, expected) => {
    const fixed: Record<string, string> = { '#  A': '# A', '\n\n\n': '\n\n', _b_: '*b*', '[ b ]': '[b]' };
    expect(verdicts(text, [[expected, fixed[expected] ?? '']])).toEqual(['certain']);
  });

  it.each<[string, [string, string], string]>([
    ['a list that loses its nesting', ['    * c', '  * c'], '- a\n\n    * c\n'],
  ])('%s', (_, change, text) => {
    expect(verdicts(text, [change])).toEqual(['certain']);
  });
});

describe('an edit is not certain when it would change', () => {
  it.each<[string, string, [string, string], string]>([
    ['a paragraph to a heading', 'a\n#b\n', ['#b', '# b'], 'a heading'],
    ['literal marks to emphasis', 'a * b * c\n', [' * b * ', ' *b* '], 'emphasis'],
    ['the level of a heading', '# A\n\n### B\n', ['###', '##'], 'a heading'],
    ['a hard break', 'a  \nb\n', ['  \n', '\n'], 'a line break'],
    ['code', '```\n$ a\n```\n', ['$ a', 'a'], 'code'],
    ['the words', 'one two\n', ['two', 'to'], 'the text'],
    ['two lists to one', '* a\n\n- b\n', ['- b', '* b'], 'a list'],
    ['a tight list to a loose one', '- a\n- b\n', ['\n- b', '\n\n- b'], 'a list'],
    ['where a link leads', '[a](b)\n', ['(b)', '(c)'], 'a link'],
    ['a definition that is used', '[a]\n\n[a]: b\n', ['[a]: b', ''], 'a link'],
    ['a paragraph that falls into a list', '  - a\n\n  b\n', ['  - a', '- a'], 'a list'],
    [
      'the first item alone, which the second was nested in',
      '   - a\n      - b\n',
      ['   - a', '- a'],
      'a list',
    ],
    ['a footnote that loses its text', 'a[^1]\n\n[^1]: b\n', ['[^1]: b', ''], 'paragraphs'],
    ['a link text that loses the space before it', 'see[ a](b)\n', ['[ a]', '[a]'], 'the text'],
    ['a table that loses a row', '|a|\n|-|\n|b|\n', ['\n|b|', '\n\n|b|'], 'paragraphs'],
    ['front matter', '---\na: b\n---\n\nc\n', ['a: b', 'a: c'], 'front matter'],
  ])('%s', (_, text, change, what) => {
    expect(verdicts(text, [change])).toEqual([`it would change ${what}`]);
  });

  it('what a rule does not declare', () => {
    expect(verdicts('Use excel.\n', [['excel', 'Excel']], ['text'])).toEqual(['certain']);
    expect(verdicts('Use excel.\n', [['excel', '`Excel`']], ['text'])).toEqual(['it would change code']);
    expect(verdicts('See https://a.b\n', [['https://a.b', '<https://a.b>']], ['links'])).toEqual(['certain']);
    expect(verdicts('See www.a.b\n', [['www.a.b', '<www.a.b>']], ['links'])).not.toEqual(['certain']);
    expect(verdicts('# A\n', [['A', 'B']], ['headings'])).toEqual(['it is a matter of meaning']);
  });

  it('a template, or what a template belongs to', () => {
    expect(verdicts('{{< a   b >}}\n', [['   ', ' ']])).toEqual(['it lies in a template']);
    expect(verdicts('## A\n{: #b}\n', [['\n', '\n\n']])).toEqual([
      'it would change a template, or what it belongs to',
    ]);
    expect(verdicts('## A\n\n\n{{< b >}}\n', [['\n\n\n', '\n\n']])).toEqual(['certain']);
    expect(verdicts('a https://b.c\n', [['https://b.c', '<https://b.c>']], ['links'], 'mdx')).toEqual([
      'it would change the build, which would fail',
    ]);
  });

  it('what MDX, which has no indented code, makes of the lines', () => {
    const text = '# A\n    b\nC\n---\n';
    const change: [string, string] = ['b\nC', 'b\n\nC'];
    expect(verdicts(text, [change])).toEqual(['certain']);
    expect(verdicts(text, [change], [], 'mdx')).not.toEqual(['certain']);
    // Some sites give such documents to CommonMark.
    expect(verdicts('- a\n', [['- a', '    - a']], [], 'mdx')).not.toEqual(['certain']);
  });

  it('how a parser that is no CommonMark parser reads the lines', () => {
    const text = '* a\n    * b\n';
    expect(verdicts(text, [['    * b', '  * b']], ['indentation'])).toEqual(['certain']);
    expect(verdicts(text, [['    * b', '  * b']], ['indentation'], 'mkdocs')).toEqual([
      'mkdocs may read the lines differently',
    ]);
    expect(verdicts('# A\nb\n', [['\nb', '\n\nb']], ['blank-lines'], 'mkdocs')).toEqual(['certain']);
    expect(verdicts('a\n- b\n', [['\n- b', '\n\n- b']], ['blank-lines'], 'kramdown')).not.toEqual([
      'certain',
    ]);
  });
});

describe('of many edits', () => {
  it('the harmless ones stay certain beside those that do harm', () => {
    const text = 'a _b_ c\n\nd * e\n\nf _g_ h _i_\n\nj\n#k\n';
    expect(
      verdicts(text, [
        ['_b_', '*b*'],
        [' * ', ' '],
        ['_g_', '*g*'],
        ['_i_', 'i'],
        ['#k', '# k'],
      ]),
    ).toEqual([
      'certain',
      'it would change the text',
      'certain',
      'it would change emphasis',
      'it would change a heading',
    ]);
  });

  it('those of one paragraph are told apart', () => {
    const good = Array.from({ length: 20 }, (_, index) => `_w${index}_`).join(' ');
    const text = `${good} * x\n`;
    const changes = Array.from({ length: 20 }, (_, index): [string, string] => [
      `_w${index}_`,
      `*w${index}*`,
    ]);
    const found = verdicts(text, [...changes, [' * ', ' ']]);
    expect(found.slice(0, 20).every((one) => one === 'certain')).toBe(true);
    expect(found[20]).toBe('it would change the text');
  });

  it('so many that fail together that no search pays are refused, and it says so', () => {
    const text = Array.from({ length: 300 }, (_, index) => `* ${index} *`).join(' ');
    const changes = Array.from({ length: 300 }, (_, index): [string, string] => [
      `* ${index} *`,
      `*${index}*`,
    ]);
    expect(verdicts(text, changes).every((one) => one.includes('would change'))).toBe(true);
  });
});
