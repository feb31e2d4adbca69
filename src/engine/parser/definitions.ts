import { isLabelEscape, MAX_LABEL_LENGTH } from './block-markers.ts';
import { Code, isBlank, isControl, isLineEnding, skipBlanks, skipWhitespace } from './characters.ts';

/** Deepest nesting of parentheses in a destination of an inline link. */
export const MAX_PARENTHESES = 32;

/** A label of ASCII words with single spaces, as nearly all are. */
const PLAIN_LABEL = /^[!-~]+(?: [!-~]+)*$/;

/** A label as CommonMark compares it: folded case, runs of white space as one space. */
export function normaliseLabel(label: string): string {
  if (PLAIN_LABEL.test(label)) return label.toUpperCase();
  return label
    .replaceAll(/[\t\n\r ]+/g, ' ')
    .replaceAll(/^ | $/g, '')
    .toLowerCase()
    .toUpperCase();
}

/** End of the label whose `[` is at `at`, after its `]`; -1 for none. */
export function labelEnd(text: string, at: number, end: number): number {
  const stop = Math.min(end, at + MAX_LABEL_LENGTH + 2);
  let isEmpty = true;
  for (let index = at + 1; index < stop; index += 1) {
    const code = text.charCodeAt(index);
    if (code === Code.BracketClose) return isEmpty ? -1 : index + 1;
    if (code === Code.BracketOpen) return -1;
    if (!isBlank(code) && !isLineEnding(code)) isEmpty = false;
    if (code === Code.Backslash && index + 1 < stop && isLabelEscape(text.charCodeAt(index + 1))) index += 1;
  }
  return -1;
}

/**
 * End of the destination at `at`; -1 for none.
 *
 * @param maxParentheses - how deep parentheses may nest
 */
export function destinationEnd(text: string, at: number, end: number, maxParentheses: number): number {
  if (at >= end) return -1;
  if (text.charCodeAt(at) === Code.Less) return bracketedDestinationEnd(text, at, end);
  let depth = 0;
  let to = at;
  for (; to < end; to += 1) {
    const code = text.charCodeAt(to);
    if (code === Code.ParenOpen) {
      depth += 1;
      if (depth > maxParentheses) return -1;
    } else if (code === Code.ParenClose) {
      if (depth === 0) break;
      depth -= 1;
    } else if (code === Code.Space || (isControl(code) && code !== 0)) break;
    else if (code === Code.Backslash && to + 1 < end && isDestinationEscape(text.charCodeAt(to + 1))) to += 1;
  }
  if (depth > 0 || to === at) return -1;
  const next = to < end ? text.charCodeAt(to) : Code.Space;
  return next === Code.ParenClose || isBlank(next) || isLineEnding(next) ? to : -1;
}

function isDestinationEscape(code: number): boolean {
  return code === Code.ParenOpen || code === Code.ParenClose || code === Code.Backslash;
}

function bracketedDestinationEnd(text: string, at: number, end: number): number {
  for (let to = at + 1; to < end; to += 1) {
    const code = text.charCodeAt(to);
    if (code === Code.Greater) return to + 1;
    if (code === Code.Less || isLineEnding(code)) return -1;
    if (code === Code.Backslash) {
      const next = text.charCodeAt(to + 1);
      if (next === Code.Less || next === Code.Greater || next === Code.Backslash) to += 1;
    }
  }
  return -1;
}

/** End of the title at `at`, its quotes included; -1 for none. */
export function titleEnd(text: string, at: number, end: number): number {
  if (at >= end) return -1;
  const open = text.charCodeAt(at);
  if (open !== Code.Quote && open !== Code.Apostrophe && open !== Code.ParenOpen) return -1;
  const close = open === Code.ParenOpen ? Code.ParenClose : open;
  for (let to = at + 1; to < end; to += 1) {
    const code = text.charCodeAt(to);
    if (code === close) return to + 1;
    if (code === Code.Backslash) {
      const next = text.charCodeAt(to + 1);
      if (next === close || next === Code.Backslash) to += 1;
    }
  }
  return -1;
}

/** A link reference definition, in offsets of the text it was read from. */
export interface Definition {
  from: number;
  to: number;
  labelEnd: number;
  urlFrom: number;
  urlTo: number;
  /** -1 without a title. */
  titleFrom: number;
  titleTo: number;
  /** Where the next line starts. */
  next: number;
}

/** Reads the definition that starts with the `[` at `at`. It ends with a line. */
export function readDefinition(text: string, at: number, end: number): Definition | null {
  const afterLabel = labelEnd(text, at, end);
  if (afterLabel === -1 || afterLabel >= end || text.charCodeAt(afterLabel) !== Code.Colon) return null;
  const urlFrom = skipWhitespace(text, afterLabel + 1, end);
  const urlTo = destinationEnd(text, urlFrom, end, Number.POSITIVE_INFINITY);
  if (urlTo === -1) return null;
  const definition = { from: at, labelEnd: afterLabel, urlFrom, urlTo, titleFrom: -1, titleTo: -1 };
  const titleFrom = skipWhitespace(text, urlTo, end);
  const titleTo = titleFrom === urlTo ? -1 : titleEnd(text, titleFrom, end);
  if (titleTo !== -1) {
    const to = skipBlanks(text, titleTo, end);
    if (isLineEnd(text, to, end))
      return { ...definition, titleFrom, titleTo, to, next: nextLine(text, to, end) };
  }
  const to = skipBlanks(text, urlTo, end);
  return isLineEnd(text, to, end) ? { ...definition, to, next: nextLine(text, to, end) } : null;
}

function isLineEnd(text: string, at: number, end: number): boolean {
  return at >= end || isLineEnding(text.charCodeAt(at));
}

function nextLine(text: string, at: number, end: number): number {
  if (at >= end) return end;
  return at + (text.startsWith('\r\n', at) ? 2 : 1);
}
