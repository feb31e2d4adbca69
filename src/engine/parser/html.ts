import {
  Code,
  isAlpha,
  isAlphanumeric,
  isBlank,
  isLineEnding,
  skipBlanks,
  skipWhitespace,
} from './characters.ts';

/** The seven kinds of HTML blocks of CommonMark, by number. */
export const HtmlBlock = {
  Raw: 1,
  Comment: 2,
  Instruction: 3,
  Declaration: 4,
  Data: 5,
  Block: 6,
  Tag: 7,
} as const;

const RAW_NAMES = new Set(['pre', 'script', 'style', 'textarea']);
const BLOCK_NAMES = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link ' +
    'main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead ' +
    'title tr track ul'
  ).split(' '),
);
const LONGEST_NAME = 10;
const RAW_END = /<\/(?:pre|script|style|textarea)>/i;
const CDATA = '<![CDATA[';

/** Kind of the HTML block that the line from a `<` on starts; 0 for none. */
export function htmlBlockKind(text: string, at: number, end: number, mayBeTag: boolean): number {
  const next = text.charCodeAt(at + 1);
  if (at + 1 >= end) return 0;
  if (next === Code.Bang) {
    if (text.startsWith('<!--', at)) return at + 4 <= end ? HtmlBlock.Comment : 0;
    if (text.startsWith(CDATA, at)) return HtmlBlock.Data;
    return at + 2 < end && isAlpha(text.charCodeAt(at + 2)) ? HtmlBlock.Declaration : 0;
  }
  if (next === Code.Question) return HtmlBlock.Instruction;
  const isClosing = next === Code.Slash;
  const nameStart = at + (isClosing ? 2 : 1);
  const nameEnd = tagNameEnd(text, nameStart, end);
  if (nameEnd === nameStart) return 0;
  const after = nameEnd < end ? text.charCodeAt(nameEnd) : Code.LineFeed;
  if (nameEnd - nameStart <= LONGEST_NAME) {
    const name = text.slice(nameStart, nameEnd).toLowerCase();
    const isEnded = after === Code.Greater || isBlank(after) || isLineEnding(after);
    if (!isClosing && isEnded && RAW_NAMES.has(name)) return HtmlBlock.Raw;
    const isSelfClosing = after === Code.Slash && text.charCodeAt(nameEnd + 1) === Code.Greater;
    if (BLOCK_NAMES.has(name)) return isEnded || (isSelfClosing && nameEnd + 1 < end) ? HtmlBlock.Block : 0;
  }
  if (!mayBeTag) return 0;
  const tagEnd = isClosing ? closingTagEnd(text, at, end) : openTagEnd(text, at, end);
  return tagEnd !== -1 && skipBlanks(text, tagEnd, end) === end ? HtmlBlock.Tag : 0;
}

/**
 * Whether an HTML block ends on this line. Blocks and tags end at a blank line instead.
 *
 * @param from - where to look from: after the opening on the first line, else the start of the line
 */
export function endsHtmlBlock(kind: number, text: string, from: number, end: number): boolean {
  switch (kind) {
    case HtmlBlock.Raw:
      return RAW_END.test(text.slice(from, end));
    case HtmlBlock.Comment:
      return contains(text, '-->', from, end);
    case HtmlBlock.Instruction:
      return contains(text, '?>', from, end);
    case HtmlBlock.Declaration:
      return contains(text, '>', from, end);
    case HtmlBlock.Data:
      return contains(text, ']]>', from, end);
    default:
      return false;
  }
}

function contains(text: string, what: string, from: number, end: number): boolean {
  return text.slice(from, end).includes(what);
}

/** How many code units of the opening may not be part of the ending: `<!-->` is a whole comment. */
export function htmlOpeningLength(kind: number): number {
  switch (kind) {
    case HtmlBlock.Comment:
      return 2;
    case HtmlBlock.Instruction:
      return 1;
    case HtmlBlock.Declaration:
      return 3;
    case HtmlBlock.Data:
      return CDATA.length;
    default:
      return 0;
  }
}

function tagNameEnd(text: string, at: number, end: number): number {
  if (at >= end || !isAlpha(text.charCodeAt(at))) return at;
  let to = at + 1;
  while (to < end && (isAlphanumeric(text.charCodeAt(to)) || text.charCodeAt(to) === Code.Hyphen)) to += 1;
  return to;
}

/** End of the closing tag whose `<` is at `at`; -1 for none. */
export function closingTagEnd(text: string, at: number, end: number): number {
  const nameEnd = tagNameEnd(text, at + 2, end);
  if (nameEnd === at + 2) return -1;
  const to = skipWhitespace(text, nameEnd, end);
  return to < end && text.charCodeAt(to) === Code.Greater ? to + 1 : -1;
}

/** End of the open tag whose `<` is at `at`; -1 for none. */
export function openTagEnd(text: string, at: number, end: number): number {
  let to = tagNameEnd(text, at + 1, end);
  if (to === at + 1) return -1;
  for (;;) {
    const spaced = skipWhitespace(text, to, end);
    if (spaced >= end) return -1;
    const code = text.charCodeAt(spaced);
    if (code === Code.Greater) return spaced + 1;
    if (code === Code.Slash) {
      return spaced + 1 < end && text.charCodeAt(spaced + 1) === Code.Greater ? spaced + 2 : -1;
    }
    if (spaced === to) return -1;
    to = attributeEnd(text, spaced, end);
    if (to === -1) return -1;
  }
}

function attributeEnd(text: string, at: number, end: number): number {
  let to = at;
  while (to < end && isAttributeName(text.charCodeAt(to), to === at)) to += 1;
  if (to === at) return -1;
  const mark = skipWhitespace(text, to, end);
  if (mark >= end || text.charCodeAt(mark) !== Code.Equals) return to;
  const value = skipWhitespace(text, mark + 1, end);
  const quote = text.charCodeAt(value);
  if (quote === Code.Quote || quote === Code.Apostrophe) {
    const close = text.indexOf(quote === Code.Quote ? '"' : "'", value + 1);
    return close === -1 || close >= end ? -1 : close + 1;
  }
  let valueEnd = value;
  while (valueEnd < end && isUnquotedValue(text.charCodeAt(valueEnd))) valueEnd += 1;
  return valueEnd === value ? -1 : valueEnd;
}

function isAttributeName(code: number, isFirst: boolean): boolean {
  if (isAlpha(code) || code === Code.Underscore || code === Code.Colon) return true;
  return !isFirst && (isAlphanumeric(code) || code === Code.Dot || code === Code.Hyphen);
}

function isUnquotedValue(code: number): boolean {
  return !(
    isBlank(code) ||
    isLineEnding(code) ||
    code === Code.Quote ||
    code === Code.Apostrophe ||
    code === Code.Equals ||
    code === Code.Less ||
    code === Code.Greater ||
    code === Code.Backtick
  );
}
