/** Code units that the parser compares with. */
export const Code = {
  Tab: 9,
  LineFeed: 10,
  CarriageReturn: 13,
  Space: 32,
  Bang: 33,
  Quote: 34,
  Hash: 35,
  Dollar: 36,
  Ampersand: 38,
  Apostrophe: 39,
  ParenOpen: 40,
  ParenClose: 41,
  Asterisk: 42,
  Plus: 43,
  Hyphen: 45,
  Dot: 46,
  Slash: 47,
  Colon: 58,
  Semicolon: 59,
  Less: 60,
  Equals: 61,
  Greater: 62,
  Question: 63,
  At: 64,
  BracketOpen: 91,
  Backslash: 92,
  BracketClose: 93,
  Caret: 94,
  Underscore: 95,
  Backtick: 96,
  Pipe: 124,
  Tilde: 126,
} as const;

export function isBlank(code: number): boolean {
  return code === Code.Space || code === Code.Tab;
}

export function isLineEnding(code: number): boolean {
  return code === Code.LineFeed || code === Code.CarriageReturn;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isAlpha(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

export function isAlphanumeric(code: number): boolean {
  return isAlpha(code) || isDigit(code);
}

export function isHexDigit(code: number): boolean {
  const lower = code | 32;
  return isDigit(code) || (lower >= 97 && lower <= 102);
}

export function isControl(code: number): boolean {
  return code < 32 || code === 127;
}

export function isAsciiPunctuation(code: number): boolean {
  return (
    (code >= 33 && code <= 47) ||
    (code >= 58 && code <= 64) ||
    (code >= 91 && code <= 96) ||
    (code >= 123 && code <= 126)
  );
}

const UNICODE_PUNCTUATION = /[\p{P}\p{S}]/u;
const UNICODE_WHITESPACE = /\s/;

/**
 * Whether a code point is punctuation as CommonMark 0.31 defines it: the categories P and S of Unicode. U+0000 is
 * rendered as U+FFFD, which is a symbol.
 */
export function isPunctuation(code: number): boolean {
  if (code < 128) return isAsciiPunctuation(code) || code === 0;
  return UNICODE_PUNCTUATION.test(String.fromCodePoint(code));
}

export function isWhitespace(code: number): boolean {
  if (code < 128) return code === Code.Space || (code >= 9 && code <= 13);
  return UNICODE_WHITESPACE.test(String.fromCharCode(code));
}

/** Code point that ends before `at`; -1 before `from`. */
export function codePointBefore(text: string, at: number, from: number): number {
  if (at <= from) return -1;
  const low = text.charCodeAt(at - 1);
  if (low < 0xdc00 || low > 0xdfff || at - 1 <= from) return low;
  const high = text.charCodeAt(at - 2);
  return high >= 0xd800 && high <= 0xdbff ? (text.codePointAt(at - 2) ?? low) : low;
}

/** Code point that starts at `at`; -1 at `end`. */
export function codePointAfter(text: string, at: number, end: number): number {
  return at >= end ? -1 : (text.codePointAt(at) ?? -1);
}

/** Offset of the first code unit from `at` on that is no space or tab. */
export function skipBlanks(text: string, at: number, end: number): number {
  let to = at;
  while (to < end && isBlank(text.charCodeAt(to))) to += 1;
  return to;
}

/** Offset of the first code unit from `at` on that is no space, tab or line ending. */
export function skipWhitespace(text: string, at: number, end: number): number {
  let to = at;
  while (to < end && (isBlank(text.charCodeAt(to)) || isLineEnding(text.charCodeAt(to)))) to += 1;
  return to;
}

/** Start of the blanks that end at `at`. */
export function skipBlanksBack(text: string, at: number, from: number): number {
  let to = at;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return to;
}
