import { describe, expect, it } from 'vitest';
import { buildRuleset, createSpellChecker, validateDocument, type SpellChecker } from '../index.ts';

const AFF = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz'\nNOSUGGEST !\nSFX S Y 1\nSFX S 0 s [^s]\n";
const DIC = "12\nthe\ncafe\nword/S\nwork/S\nParis\ndon't\nwell\nknown\nsit\nbad/!\nletter/S\nis\n";

function check(text: string, spelling?: SpellChecker, pack: Record<string, unknown> = {}) {
  const ruleset = buildRuleset({
    pack: { rules: { 'prose/spelling': 'warning' }, ...pack },
    ...(spelling ? { spelling } : {}),
  });
  return validateDocument({ text, filePath: 'a.md', ruleset, validationTypes: ['prose'] });
}
const checker = createSpellChecker(AFF, DIC);
const wrong = (text: string, pack?: Record<string, unknown>): string[] =>
  check(text, checker, pack).issues.map(({ start, end }) => text.slice(start, end));

describe('a spell checker', () => {
  it('knows words in their forms', () => {
    for (const word of ['word', 'words', 'Words', 'Paris', "don't"])
      expect(checker.correct(word), word).toBe(true);
    for (const word of ['wrod', 'paris', 'dont']) expect(checker.correct(word), word).toBe(false);
  });

  it('suggests words that are one slip away, the likeliest first', () => {
    expect(checker.suggest('teh')).toEqual(['the']);
    expect(checker.suggest('wrod')).toEqual(['word']);
    expect(checker.suggest('dont')).toEqual(["don't"]);
    expect(checker.suggest('paris')).toEqual(['Paris']);
    expect(checker.suggest('leter')).toEqual(['letter']);
    expect(checker.suggest('worl')).toEqual(['word', 'work']);
    expect(checker.suggest('zzzzzz')).toEqual([]);
    expect(checker.suggest('w'.repeat(1_000))).toEqual([]);
  });

  it('does not suggest what its dictionary would not', () => {
    expect(checker.correct('bad')).toBe(true);
    expect(checker.suggest('bda')).toEqual([]);
  });
});

describe('prose/spelling', () => {
  it('is off until a pack switches it on', () => {
    const ruleset = buildRuleset({ profile: 'strict', spelling: checker });
    const { issues } = validateDocument({
      text: 'Teh wrod.\n',
      filePath: 'a.md',
      ruleset,
      validationTypes: ['prose'],
    });
    expect(issues).toEqual([]);
  });

  it('says that it does nothing without a dictionary', () => {
    const { issues } = check('Teh wrod.\n');
    expect(issues.map(({ rule_id }) => rule_id)).toEqual(['document/no-dictionary']);
  });

  it('reports each place, with a correction that keeps the capital', () => {
    const report = check('Wrod *wrod*,\r\nwell-knwon the w**ro**d\r\n', checker);
    const text = 'Wrod *wrod*,\r\nwell-knwon the w**ro**d\r\n';
    expect(report.issues.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Wrod',
      'wrod',
      'knwon',
      'w**ro**d',
    ]);
    expect(report.proposals[0]?.edits.map(({ expected, text: to }) => `${expected} ${to}`)).toEqual([
      'Wrod Word',
      'wrod word',
      'knwon known',
    ]);
  });

  it('leaves alone what is no English word: code, names, numbers, addresses, other scripts', () => {
    expect(
      wrong('`wrod` wrodX WROD a.wrod x/wrod_y wrod2 http://wrod.x <b@wrod.x> слово `x`wrod {wrod}=1 zz\n'),
    ).toEqual([]);
    expect(wrong("The word's letters, ‘words’, don’t sit, café.\n")).toEqual([]);
    expect(wrong('(wrod) "knwon" wrod.\n')).toEqual(['wrod', 'knwon', 'wrod']);
  });

  it('knows the words of the pack', () => {
    const pack = {
      vocab: ['wrod'],
      terms: [{ name: 'Knwon Teh' }],
      plugins: [{ name: 'Gridder', aliases: ['Gredder'] }],
    };
    expect(wrong('Wrod knwon teh gridder Gredder’s.\n', pack)).toEqual([]);
  });

  it('looks for suggestions for few words of a document, and for each once', () => {
    const asked: string[] = [];
    const spelling: SpellChecker = {
      correct: () => false,
      suggest: (word) => {
        asked.push(word);
        return ['x'];
      },
    };
    const words = Array.from({ length: 26 }, (_, index) => `abc${String.fromCharCode(97 + index)}`);
    const { counts } = check(`${words.join(' ')} ${words.join(' ')}\n`, spelling);
    expect(counts.warning).toBe(52);
    expect(asked).toEqual(words.slice(0, 20));
  });
});
