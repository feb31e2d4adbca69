import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayRepeatWord } from './repeated-words.ts';

/** The pattern of the rule, which takes far longer. */
const REPEATED = /(?<![\wÀ-\u1FFF])[A-Za-zÀ-ɏ]([A-Za-zÀ-ɏ]+)(?:\s+[A-Za-zÀ-ɏ]\1)+(?![\wÀ-\u1FFF])/;
const PIECES = [
  'the',
  'The',
  'he',
  'a',
  'été',
  'ɏɏ',
  'ж',
  '1',
  '_',
  '-',
  '.',
  ' ',
  ' ',
  ' ',
  '\n',
  '\u00A0',
  '\u2003',
];

describe('the search for a word that stands twice', () => {
  it('overlooks none that the rule would find', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (REPEATED.test(text)) expect(mayRepeatWord(text), JSON.stringify(text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('passes by what has none, whatever it ends with', () => {
    for (const text of ['', 'the', 'the ', 'the \u00A0', 'of the fox', 'step step-by', ' a a ']) {
      expect([text, mayRepeatWord(text)]).toStrictEqual([text, text.startsWith('step')]);
    }
  });
});
