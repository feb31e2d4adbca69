/** From its first letter or digit to the white space after it: `(don't)` is one word, and so is `e-mail`. */
const WORD = /[\p{L}\p{N}]\S*/gu;

/** Number of words in a text of prose; what stands for code reads as no word, so it is not counted. */
export function countWords(text: string): number {
  let count = 0;
  WORD.lastIndex = 0;
  while (WORD.test(text)) count += 1;
  return count;
}
