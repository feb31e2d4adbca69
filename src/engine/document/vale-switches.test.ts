import { describe, expect, it } from 'vitest';
import { buildRuleset, validateDocument } from '../index.ts';
import { importStyle } from '../vale/import-style.ts';

/** Findings as `rule@line:column`. */
function found(text: string, options: Parameters<typeof buildRuleset>[0] = {}): string[] {
  const { issues } = validateDocument({ text, filePath: 'a.md', ruleset: buildRuleset(options) });
  return issues.map(({ rule_id, line, column }) => `${rule_id}@${line}:${column}`);
}

describe('comments of Vale', () => {
  const style = importStyle(
    'S',
    new Map([
      ['Words.yml', 'extends: existence\nmessage: "No %s."\ntokens: [foo, bar]\n'],
      ['Case.yml', 'extends: existence\nmessage: "No %s."\ntokens: [foo]\nscope: text\n'],
      ['Run.yml', 'extends: script\nmessage: x\n'],
    ]),
  );
  const columns = (line: string): string[] =>
    found(`# A\n\n${line}\n`, { styles: [style] }).map((one) => one.replace('@3:', ' '));

  it.each([
    ['foo <!-- vale off --> foo bar <!-- vale on --> bar', ['S.Case 1', 'S.Words 1', 'S.Words 48']],
    [
      'foo <!-- vale S.Words = NO --> foo <!-- vale S.Words = YES --> bar',
      ['S.Case 1', 'S.Words 1', 'S.Case 32', 'S.Words 64'],
    ],
    [
      'x <!-- vale S.Words["foo"] = NO --> foo bar <!-- vale S.Words["foo"] = YES --> foo',
      ['S.Case 37', 'S.Words 41', 'S.Case 80', 'S.Words 80'],
    ],
    ['x <!-- vale S.Words["foo","bar"] = NO --> foo bar', ['S.Case 43']],
    ['x <!-- vale S = NO --> foo <!-- vale S = YES --> bar', ['S.Words 50']],
    ['x <!-- vale off --> foo <!-- vale S.Words = YES --> foo', []],
    ['x <!-- vale S.Words = off --> foo', ['S.Case 31']],
    ['x <!-- vale style = Vale --> foo <!-- vale styles = S, Vale --> bar', ['S.Words 65']],
    ['`<!-- vale off -->` foo', ['S.Case 21', 'S.Words 21']],
    ['x <!--vale off--> foo', []],
  ])('switch from where they stand: %s', (line, expected) => {
    expect(columns(line)).toEqual(expected);
  });

  it('may stand over several lines', () => {
    expect(found('# A\n\n<!--\nvale off\n-->\n\nfoo\n', { styles: [style] })).toEqual([]);
  });

  it('are findings when they name no rule of the styles that are imported', () => {
    expect(columns('<!-- vale S.Wrods = NO -->')).toEqual(['document/unknown-rule 1']);
    expect(columns('<!-- vale S.Run = NO --> and <!-- vale Vale.Spelling = NO -->')).toEqual([]);
    expect(found('# A\n\n<!-- vale Google.Foo = NO -->\n')).toEqual([]);
  });
});
