import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { termsOf } from './search.ts';

const WORDS_A_QUERY = 4_000;
/** Beyond are only characters for private use, all of one kind. */
const LAST = 0xfffff;

it('takes no two words of the index for one, whatever stands between letters', async () => {
  const joining = charactersUpTo(LAST).filter(
    (character) => termsOf(`a${character}b`) === `"a${character}b"`,
  );
  expect(joining.length).toBeGreaterThan(140_000);
  const query = env.DB.prepare('select rowid from validation_texts where validation_texts match ?');
  for (let first = 0; first < joining.length; first += WORDS_A_QUERY) {
    const words = joining.slice(first, first + WORDS_A_QUERY).map((character) => `a${character}b`);
    // A word that the index takes for two would be a phrase, which it refuses.
    const { success } = await query.bind(termsOf(words.join(' '))).all();
    expect(success).toBe(true);
  }
});

it('keeps the diacritics that the index folds in their words', () => {
  expect(termsOf('U\u0308bersicht, "über" 42')).toBe('"U\u0308bersicht" "über" "42"');
  expect(termsOf('*** ---')).toBe('');
});

function charactersUpTo(last: number): string[] {
  return Array.from({ length: last }, (_, n) => n + 1)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
}
