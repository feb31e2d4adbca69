/** A sentence in a block's text, at `[start, end)`. */
export interface Sentence {
  start: number;
  end: number;
}

const STOP = /(?<![.!?…])[.!?…]+["'”’)\]*_]*(?=\s)/g;
/**
 * Abbreviations whose dot does not end a sentence. Single letters, such as initials and "e.g.", are recognised by form.
 */
const ABBREVIATIONS = new Set(
  'al approx cf dr eq etc fig figs inc jr ltd max min mr mrs ms no nos pp prof ref resp sec sr st vs vol'.split(
    ' ',
  ),
);
/** Longest word before a dot that may be an abbreviation, in UTF-16 code units. */
const MAX_ABBREVIATION_LENGTH = 8;

/** Splits prose into sentences. The end of a block always ends a sentence. */
export function readSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = skipSpace(text, 0);
  for (const { 0: stop, index } of text.matchAll(STOP)) {
    const end = index + stop.length;
    const next = skipSpace(text, end);
    if (stop.startsWith('.') && isAbbreviation(text, index, next)) continue;
    sentences.push({ start, end });
    start = next;
  }
  const end = text.trimEnd().length;
  if (start < end) sentences.push({ start, end });
  return sentences;
}

function isAbbreviation(text: string, dot: number, next: number): boolean {
  // A sentence never starts in lower case, except with a name such as "iOS".
  if (/^\p{Ll}(?!\p{Lu})/u.test(text.slice(next, next + 2))) return true;
  const word = /[\p{L}.]+$/u.exec(text.slice(Math.max(0, dot - MAX_ABBREVIATION_LENGTH), dot))?.[0] ?? '';
  return /^\p{L}$|\.\p{L}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase());
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}
