import nspell from 'nspell';

/** A dictionary for the spelling rules. */
export interface SpellChecker {
  correct(word: string): boolean;
  /** Suggestions for a wrong word, the likeliest first. */
  suggest(word: string): string[];
}

/** Longest word that gets suggestions, in UTF-16 code units. They take about fifty look-ups for each letter. */
const MAX_WORD_LENGTH = 30;
const DEFAULT_LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Makes a spell checker from a Hunspell dictionary, e.g. that of the package `dictionary-en`. This takes about 0.25 s and
 * tens of megabytes, so make it once and keep it.
 *
 * @param aff - the text of the affix file
 * @param dic - the text of the word list
 */
export function createSpellChecker(aff: string, dic: string): SpellChecker {
  const dictionary = nspell(aff, dic);
  const letters = lettersOf(aff);
  const unspoken = unspokenStems(aff, dic);
  const correct = (word: string): boolean => dictionary.correct(word);
  const mayBeSuggested = (word: string): boolean =>
    correct(word) && !unspoken.some((stem) => word.toLowerCase().startsWith(stem));
  return {
    correct,
    // nspell's own search also tries words two edits away, which takes up to 0.6 s for each word.
    suggest: (word) =>
      word.length > MAX_WORD_LENGTH ? [] : [...new Set(oneEditAway(word, letters))].filter(mayBeSuggested),
  };
}

/** Words that are one typing error away from a word; the most common errors first. */
function* oneEditAway(word: string, letters: readonly string[]): Generator<string> {
  const [first = ''] = word;
  yield first.toUpperCase() + word.slice(first.length);
  const at = (index: number): string => word.charAt(index);
  for (let i = 0; i < word.length - 1; i += 1) {
    if (at(i) !== at(i + 1)) yield word.slice(0, i) + at(i + 1) + at(i) + word.slice(i + 2);
  }
  for (let i = 1; i < word.length; i += 1) yield `${word.slice(0, i)}'${word.slice(i)}`;
  // A letter that should be doubled, or should not be.
  for (let i = 0; i < word.length; i += 1) yield word.slice(0, i) + at(i) + word.slice(i);
  for (let i = 1; i < word.length; i += 1)
    if (at(i) === at(i - 1)) yield word.slice(0, i) + word.slice(i + 1);
  for (let i = 1; i < word.length; i += 1) {
    for (const letter of letters) yield word.slice(0, i) + letter + word.slice(i);
  }
  for (let i = 1; i < word.length; i += 1) {
    for (const letter of letters) yield word.slice(0, i) + letter + word.slice(i + 1);
  }
  for (let i = 1; i < word.length; i += 1) yield word.slice(0, i) + word.slice(i + 1);
  // Errors in the first letter are rare.
  for (const letter of letters) {
    yield letter + word;
    yield letter + word.slice(1);
  }
  yield word.slice(1);
}

/** The letters that the dictionary lists for suggestions, the most common first. */
function lettersOf(aff: string): string[] {
  const tried = /^TRY[ \t]+(\S+)/m.exec(aff)?.[1] ?? DEFAULT_LETTERS;
  return [...new Set(tried.toLowerCase())].filter((letter) => /\p{L}/u.test(letter));
}

/** Words that the dictionary knows but never suggests, e.g. swear words. */
function unspokenStems(aff: string, dic: string): string[] {
  const flag = /^NOSUGGEST[ \t]+(\S)[ \t]*\r?$/m.exec(aff)?.[1];
  if (flag === undefined) return [];
  const stems: string[] = [];
  for (const [, stem = '', flags = ''] of dic.matchAll(/^([^/\r\n]+)\/(\S+)/gm)) {
    if (flags.includes(flag)) stems.push(stem.toLowerCase());
  }
  return stems;
}
