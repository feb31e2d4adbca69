/** From the first letter or digit up to the next white space: `(don't)` is one word, and so is `e-mail`. */
const WORD = /[\p{L}\p{N}]\S*/gu;

/** Counts the words in a text of prose. Masked code is not counted. */
export function countWords(text: string): number {
  let count = 0;
  WORD.lastIndex = 0;
  while (WORD.test(text)) count += 1;
  return count;
}
