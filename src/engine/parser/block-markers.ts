import { Code, isBlank, isDigit, skipBlanks } from './characters.ts';

/** Longest number of an ordered list item, in digits. */
const MAX_LIST_DIGITS = 9;
const MAX_HEADING_LEVEL = 6;
const MIN_FENCE_LENGTH = 3;
const MIN_MATH_FENCE_LENGTH = 2;
/** Longest label of a footnote or a link, in code units. */
export const MAX_LABEL_LENGTH = 999;

/** Number of equal code units from `at` on. */
export function runLength(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  let to = at + 1;
  while (to < end && text.charCodeAt(to) === code) to += 1;
  return to - at;
}

/** Level of the ATX heading that starts at a `#`; 0 for none. */
export function headingLevel(text: string, at: number, end: number): number {
  const length = runLength(text, at, end);
  const isClosed = at + length === end || isBlank(text.charCodeAt(at + length));
  return length <= MAX_HEADING_LEVEL && isClosed ? length : 0;
}

export function isThematicBreak(text: string, at: number, end: number): boolean {
  const marker = text.charCodeAt(at);
  if (marker !== Code.Asterisk && marker !== Code.Hyphen && marker !== Code.Underscore) return false;
  let count = 0;
  for (let index = at; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === marker) count += 1;
    else if (!isBlank(code)) return false;
  }
  return count >= 3;
}

/** Whether the line from `at` on underlines a setext heading. */
export function isSetextUnderline(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== Code.Equals && code !== Code.Hyphen) return false;
  return skipBlanks(text, at + runLength(text, at, end), end) === end;
}

/** Length of the code fence that opens at `at`; 0 for none. */
export function fenceLength(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  if (code !== Code.Backtick && code !== Code.Tilde) return 0;
  const length = runLength(text, at, end);
  if (length < MIN_FENCE_LENGTH) return 0;
  // A line with more backticks is inline code.
  if (code === Code.Backtick && includes(text, Code.Backtick, at + length, end)) return 0;
  return length;
}

/** Length of the `$$` fence that opens at `at`; 0 for none. */
export function mathFenceLength(text: string, at: number, end: number): number {
  if (text.charCodeAt(at) !== Code.Dollar) return 0;
  const length = runLength(text, at, end);
  return length < MIN_MATH_FENCE_LENGTH || includes(text, Code.Dollar, at + length, end) ? 0 : length;
}

/** Length of the fence that closes, on its own line, one that is `minLength` of `marker`; 0 for none. */
export function closingFenceLength(
  text: string,
  at: number,
  end: number,
  marker: number,
  minLength: number,
): number {
  if (text.charCodeAt(at) !== marker) return 0;
  const length = runLength(text, at, end);
  return length >= minLength && skipBlanks(text, at + length, end) === end ? length : 0;
}

function includes(text: string, code: number, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (text.charCodeAt(at) === code) return true;
  return false;
}

/**
 * Length of the list marker at `at`, e.g. 1 for `-` and 3 for `10.`; 0 for none.
 *
 * @param interrupts - whether the item would end a paragraph: it must then have text, and its number must be 1
 */
export function listMarkerLength(text: string, at: number, end: number, interrupts: boolean): number {
  let to = at;
  const first = text.charCodeAt(at);
  if (isDigit(first)) {
    while (to < end && to - at < MAX_LIST_DIGITS && isDigit(text.charCodeAt(to))) to += 1;
    const mark = text.charCodeAt(to);
    if (to >= end || (mark !== Code.Dot && mark !== Code.ParenClose)) return 0;
    if (interrupts && (to - at > 1 || first !== 49)) return 0;
  } else if (first !== Code.Hyphen && first !== Code.Plus && first !== Code.Asterisk) return 0;
  to += 1;
  if (to < end && !isBlank(text.charCodeAt(to))) return 0;
  if (interrupts && skipBlanks(text, to, end) === end) return 0;
  return isThematicBreak(text, at, end) ? 0 : to - at;
}

/** End of the label of the footnote definition at `at`, after `[^label]:`; -1 for none. */
export function footnoteDefinitionEnd(text: string, at: number, end: number): number {
  const close = footnoteLabelEnd(text, at, end);
  return close !== -1 && close + 1 < end && text.charCodeAt(close + 1) === Code.Colon ? close + 2 : -1;
}

/** Offset of the `]` that closes the footnote label at `at`, e.g. `[^label]`; -1 for none. */
export function footnoteLabelEnd(text: string, at: number, end: number): number {
  if (text.charCodeAt(at + 1) !== Code.Caret) return -1;
  const start = at + 2;
  const stop = Math.min(end, start + MAX_LABEL_LENGTH + 2);
  for (let index = start; index < stop; index += 1) {
    const code = text.charCodeAt(index);
    if (code === Code.BracketClose) return index > start ? index : -1;
    if (code === Code.BracketOpen || code === Code.LineFeed || code === Code.CarriageReturn) return -1;
    if (isBlank(code)) return -1;
    if (code === Code.Backslash && index + 1 < stop && isLabelEscape(text.charCodeAt(index + 1))) index += 1;
  }
  return -1;
}

/** What a backslash escapes in a label. */
export function isLabelEscape(code: number): boolean {
  return code === Code.BracketOpen || code === Code.Backslash || code === Code.BracketClose;
}
