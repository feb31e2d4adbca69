import { describe, expect, it } from 'vitest';
import { showBlanks, wordDiff } from './word-diff.ts';

const parts = (before: string, after: string) =>
  wordDiff(before, after).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text);

describe('a change word by word', () => {
  it('is what is removed and what is added', () => {
    expect(parts('a b', 'a c')).toEqual([' a ', '-b', '+c']);
    expect(parts('   ', '')).toEqual(['-   ']);
    expect(parts('', 'x')).toEqual(['+x']);
    expect(parts('same', 'same')).toEqual([' same']);
  });

  it('is found by both ends of a long text', () => {
    const long = 'word '.repeat(2_000);
    expect(parts(`a${long}b`, `c${long}b`)).toEqual(['-a', '+c', ` ${long}b`]);
  });

  it('puts the parts together to both texts', () => {
    for (const [before, after] of [
      ['* a\n* b', '- a\n- b'],
      ['a  b\tc', 'a b    c'],
      ['x'.repeat(7_000), `${'x'.repeat(6_990)}y`],
    ] as const) {
      const all = wordDiff(before, after);
      expect(all.flatMap(({ kind, text }) => (kind === 'added' ? [] : [text])).join('')).toBe(before);
      expect(all.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text])).join('')).toBe(after);
    }
  });
});

describe('blanks', () => {
  it('are shown where they would not be seen', () => {
    expect(showBlanks('   ')).toBe('···');
    expect(showBlanks('a\tb')).toBe('a⇥\tb');
    expect(showBlanks('a\n')).toBe('a⏎\n');
    expect(showBlanks('a\r\n')).toBe('a␍⏎\n');
    expect(showBlanks('a  b')).toBe('a··b');
    expect(showBlanks(' a ')).toBe('·a·');
    expect(showBlanks('a\u{A0}b')).toBe('a⍽b');
  });

  it('stay as they are between two words', () => {
    expect(showBlanks('two words')).toBe('two words');
  });
});
