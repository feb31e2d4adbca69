import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../../index.ts';

function check(text: string, rules: Record<string, unknown> = {}): string[] {
  const ruleset = buildRuleset({ pack: { rules } });
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['structure'] });
  return issues.map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);
}
const words = (count: number): string => 'word '.repeat(count);

describe('an empty section', () => {
  it('is a heading with the next section, or the end, right after it', () => {
    expect(check('# T\n\n## A\n\n## B\n\nText.\n')).toEqual(['structure/empty-section@3:1']);
    expect(check('# T\r\n\r\n## A\r\n\r\nText.\r\n\r\n### B\r\n\r\n## C\r\n')).toEqual([
      'structure/empty-section@7:1',
      'structure/empty-section@9:1',
    ]);
    expect(check('Title\n===\n\nSection\n---\n\nOther\n---\n\nText.\n')).toEqual([
      'structure/empty-section@4:1',
    ]);
  });

  it('is none when subsections, or anything that may show, follow', () => {
    expect(check('# T\n\n## A\n\n### B\n\nText.\n')).toEqual([]);
    expect(
      check('# T\n\n## A\n\n<!-- snippet: a -->\n\n## B\n\n{{< children >}}\n\n## C\n\n![](x.png)\n'),
    ).toEqual([]);
    expect(check('# T\n\n## A\n\n> # Quoted\n\n## B\n\n```\n```\n')).toEqual([]);
  });

  it('is not filled by link targets, rules or empty list items', () => {
    expect(check('# T\n\n## A\n\n<a name="b"></a>\n\n## B\n\n---\n\n* \n')).toEqual([
      'structure/empty-section@3:1',
      'structure/empty-section@7:1',
    ]);
  });

  it('is none in a title, in a heading without text, and in a name of code', () => {
    expect(check('# T\n')).toEqual([]);
    expect(check('# T\n\n## \n\n## B\n\nText.\n')).toEqual([]);
    expect(
      check(
        '# T\n\n### System.Int32\n\n### PSObject\n\n### `run`\n\n### run()\n\n### .add(a: string): this\n\nText.\n',
      ),
    ).toEqual([]);
    expect(check('# T\n\n## [1.2.3] (2020-01-02)\n\n## Fixes\n\nText.\n')).toEqual([]);
  });
});

describe('lengths', () => {
  const tooShort = { 'structure/too-short': 'info' };

  it('are not checked unless a pack or the profile wants it', () => {
    expect(check(`# T\n\nShort.\n\n## A\n\n###### Deep\n\n${words(2_000)}\n`)).toEqual([]);
  });

  it('finds a page with hardly any text', () => {
    expect(check(`---\ntitle: T\n---\n\n# T\n\n${words(29)}\n`, tooShort)).toEqual([
      'structure/too-short@5:1',
    ]);
    expect(check(`# T\n\n${words(20)}\n\n- ${words(10)}\n`, tooShort)).toEqual([]);
    expect(check(`# T\n\n${words(5)}\n`, { 'structure/too-short': { min_words: 5 } })).toEqual([]);
  });

  it('leaves pages alone that show something else than text', () => {
    for (const shown of ['```\nx\n```', '![a](b.png)', '{{< children >}}', '<div>x</div>', '|a|\n|-|\n|b|']) {
      expect(check(`# T\n\nSee:\n\n${shown}\n`, tooShort)).toEqual([]);
    }
    expect(check('# T\n\n- [One page](a.md)\n- [Another page](b.md)\n', tooShort)).toEqual([]);
    expect(check('---\ntitle: T\n---\n', tooShort)).toEqual(['document/no-text@1:1']);
  });

  it('finds a long text before the first section, and only there', () => {
    const rules = { 'structure/long-preamble': { max_words: 10 } };
    expect(check(`# T\n\n${words(6)}\n\n${words(5)}\n\n## A\n`, rules)).toContain(
      'structure/long-preamble@7:1',
    );
    expect(check(`# T\n\n${words(10)}\n\n## A\n\n${words(50)}\n`, rules)).toEqual([]);
    expect(check(`${words(50)}\n`, rules)).toEqual([]);
    expect(check(`${words(11)}\n\n## A\n\nText.\n`, rules)).toEqual(['structure/long-preamble@3:1']);
  });

  it('finds long sections and deep headings', () => {
    expect(
      check(`# T\n\nA b.\n\n## A\n\n${words(6)}\n`, { 'structure/long-section': { max_words: 5 } }),
    ).toEqual(['structure/long-section@5:1']);
    expect(
      check('# T\n\n##### Deep\n\nText.\n\n#### Less\n\nText.\n', { 'structure/too-deep': 'info' }),
    ).toEqual(['structure/too-deep@3:1']);
  });
});
