/** Longest text of which graphemes are counted, in UTF-16 code units. In longer ones, code points are. */
const MAX_SEGMENTED_LENGTH = 20_000;
// oxlint-disable-next-line no-control-regex
const ONLY_ASCII = /^[\u0000-\u007F]*$/;
/** Made on demand: its data takes 15 ms to load, and most texts are ASCII. */
let segmenter: Intl.Segmenter | undefined;

/**
 * Counts the characters of a text as a person does: an emoji of a family is one, and so is a letter with its accents.
 *
 * @example countCharacters('e\u0301👩‍🚀') // 2
 */
export function countCharacters(text: string): number {
  if (ONLY_ASCII.test(text)) return text.length;
  if (text.length > MAX_SEGMENTED_LENGTH) return count(text);
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return count(segmenter.segment(text));
}

/** Whether a text has more code points than a limit. Unlike graphemes, they bound the time that a text takes. */
export function isLongerThan(text: string, limit: number): boolean {
  // A code point has at most two code units.
  if (text.length <= limit || text.length > 2 * limit) return text.length > limit;
  return count(text) > limit;
}

function count(characters: Iterable<unknown>): number {
  let found = 0;
  for (const _ of characters) found += 1;
  return found;
}
