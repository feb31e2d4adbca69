import type { Region } from './region.ts';

/** Abbreviations whose dot does not end a sentence. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  'a.k.a al approx cf co corp dept dr e.g eg est etc fig figs i.e ie inc jr ltd mr mrs ms mt no nos p pp prof rev sec sr st vol vs'.split(
    ' ',
  ),
);
/**
 * White space must follow, which is checked separately: a lookahead would backtrack through every run of dots from each
 * of its positions.
 */
const END = /[.!?…]+["'”’)\]]*/g;

/** Splits a block into sentences, at a full stop, question mark or exclamation mark before white space. */
export function sentencesOf({ text, offsetAt, endAt }: Region): Region[] {
  const sentences: Region[] = [];
  let start = 0;
  const take = (end: number): void => {
    const from = start + (text.slice(start, end).length - text.slice(start, end).trimStart().length);
    if (from < end) {
      const base = from;
      sentences.push({
        text: text.slice(from, end),
        offsetAt: (index) => offsetAt(base + index),
        endAt: (index) => (index === 0 ? offsetAt(base) : endAt(base + index)),
      });
    }
    start = end;
  };
  for (const { 0: mark, index } of text.matchAll(END)) {
    if (!/\s/.test(text.charAt(index + mark.length))) continue;
    if (mark.startsWith('.') && isAbbreviation(text, index)) continue;
    take(index + mark.length);
  }
  take(text.length);
  return sentences;
}

function isAbbreviation(text: string, dot: number): boolean {
  let start = dot;
  while (start > 0 && /[A-Za-z.]/.test(text[start - 1] ?? '')) start -= 1;
  const word = text.slice(start, dot);
  // An initial, as in `J. Smith`.
  return ABBREVIATIONS.has(word.toLowerCase()) || /^[A-Z]$/.test(word);
}
