import nspell from 'nspell';

/** A dictionary, as the rule `prose/spelling` asks it. */
export interface SpellChecker {
  correct(word: string): boolean;
  /** Words that may have been meant, the likeliest first. */
  suggest(word: string): string[];
}

/** Longest word that suggestions are looked for, in UTF-16 code units: it takes some fifty look-ups a letter. */
const MAX_WORD_LENGTH = 30;
const DEFAULT_LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Makes a spell checker of a Hunspell dictionary, e.g. that of the package `dictionary-en`. It takes a quarter of a
 * second and tens of megabytes, so keep it.
 *
 * @param aff - the affix file's text
 * @param dic - the word list's text
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
    // Not nspell's own search: it goes on to words two edits away, which takes up to 0.6 s a word.
    suggest: (word) =>
      word.length > MAX_WORD_LENGTH ? [] : [...new Set(oneEditAway(word, letters))].filter(mayBeSuggested),
  };
}

/** What a slip of the fingers makes of a word, undone; the commonest slips first. */
function* oneEditAway(word: string, letters: readonly string[]): Generator<string> {
  const [first = ''] = word;
  yield first.toUpperCase() + word.slice(first.length);
  const at = (index: number): string => word.charAt(index);
  for (let i = 0; i < word.length - 1; i += 1) {
    if (at(i) !== at(i + 1)) yield word.slice(0, i) + at(i + 1) + at(i) + word.slice(i + 2);
  }
  for (let i = 1; i < word.length; i += 1) yield `${word.slice(0, i)}'${word.slice(i)}`;
  // A letter that should, or should not, be double.
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
  // Slips at the first letter are rare.
  for (const letter of letters) {
    yield letter + word;
    yield letter + word.slice(1);
  }
  yield word.slice(1);
}

/** The letters that the dictionary itself tries, in its order; Hunspell lists the commonest first. */
function lettersOf(aff: string): string[] {
  const tried = /^TRY[ \t]+(\S+)/m.exec(aff)?.[1] ?? DEFAULT_LETTERS;
  return [...new Set(tried.toLowerCase())].filter((letter) => /\p{L}/u.test(letter));
}

/** Words that the dictionary knows but would not put into anybody's mouth. */
function unspokenStems(aff: string, dic: string): string[] {
  const flag = /^NOSUGGEST[ \t]+(\S)[ \t]*\r?$/m.exec(aff)?.[1];
  if (flag === undefined) return [];
  const stems: string[] = [];
  for (const [, stem = '', flags = ''] of dic.matchAll(/^([^/\r\n]+)\/(\S+)/gm)) {
    if (flags.includes(flag)) stems.push(stem.toLowerCase());
  }
  return stems;
}
