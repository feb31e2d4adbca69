import { syllable } from 'syllable';
import type { Figures } from './formula.ts';
import type { Region } from './region.ts';

/** Names that formulas may use. The `N` in `heading.hN` is 1 to 6. */
export const FIGURE_NAMES: ReadonlySet<string> = new Set([
  'words',
  'sentences',
  'characters',
  'syllables',
  'paragraphs',
  'complex_words',
  'polysyllabic_words',
  'long_words',
  ...[1, 2, 3, 4, 5, 6].flatMap((level) => [`heading.h${level}`, `heading_h${level}`]),
]);

const WORD = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;
const SENTENCE_END = /[.!?…]+/g;
/** Endings that lengthen a word without making it harder. */
const COMMON_ENDING = /(?:es|ed|ing)$/;
/** Minimum letters of a long word, and minimum syllables of a polysyllabic one. */
const LONG_LETTERS = 7;
const MANY_SYLLABLES = 3;
/** Longest word whose syllables are counted, in letters. Guards against hostile text. */
const MAX_WORD_LETTERS = 60;

function syllablesOf(word: string): number {
  return Math.max(1, syllable(word.slice(0, MAX_WORD_LETTERS)));
}

function sentenceEnds(text: string): number {
  let count = 0;
  for (const { 0: mark, index } of text.matchAll(SENTENCE_END)) {
    if (!/\S/.test(text.charAt(index + mark.length))) count += 1;
  }
  return count;
}

/** Counts the quantities that readability formulas use. */
export function countFigures(paragraphs: readonly Region[]): Figures {
  const figures = {
    words: 0,
    sentences: 0,
    characters: 0,
    syllables: 0,
    paragraphs: 0,
    complex_words: 0,
    polysyllabic_words: 0,
    long_words: 0,
  };
  for (const { text } of paragraphs) {
    const words = text.match(WORD);
    if (!words) continue;
    figures.paragraphs += 1;
    figures.words += words.length;
    figures.sentences += Math.max(1, sentenceEnds(text));
    for (const word of words) {
      const count = syllablesOf(word);
      figures.characters += Array.from(word).length;
      figures.syllables += count;
      if (word.length >= LONG_LETTERS) figures.long_words += 1;
      if (count < MANY_SYLLABLES) continue;
      figures.polysyllabic_words += 1;
      if (syllablesOf(word.replace(COMMON_ENDING, '')) >= MANY_SYLLABLES) figures.complex_words += 1;
    }
  }
  return figures;
}
