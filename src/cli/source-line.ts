/** Longest part of a line that is shown, in columns. */
const MAX_COLUMNS = 100;
/** How much of a long line is shown before the match. */
const LEAD_COLUMNS = 30;
const TAB = '    ';
/** What can't be seen, or turns the text around it. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\u2028\u2029]/u;
/** Characters that take two columns of a terminal: East Asian wide ones and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;

/** A line as a terminal shows it, and which of its columns a match takes. */
export interface SourceLine {
  text: string;
  /** Columns before the match, and those of it; at least one. */
  before: number;
  width: number;
}

/**
 * Makes a line fit to be shown with its match underlined: tabs are spaces, hidden characters are spelt out, and a long
 * line is cut around the match.
 *
 * @param line - without its ending
 * @param start - of the match in the line, in UTF-16 code units
 */
export function showLine(line: string, start: number, end: number): SourceLine {
  const cells: { text: string; width: number; offset: number }[] = [];
  let offset = 0;
  for (const character of line) {
    const text = visible(character);
    cells.push({ text, width: widthOf(text), offset });
    offset += character.length;
  }
  const first = cells.findIndex((cell) => cell.offset >= start);
  const from = first === -1 ? cells.length : first;
  let skip = 0;
  let lead = cells.slice(0, from).reduce((sum, { width }) => sum + width, 0);
  if (lead > MAX_COLUMNS - LEAD_COLUMNS) {
    while (lead > LEAD_COLUMNS) {
      lead -= cells[skip]?.width ?? 0;
      skip += 1;
    }
  }
  let text = skip > 0 ? '…' : '';
  let columns = text.length;
  let before = columns;
  let width = 0;
  for (const [index, cell] of cells.entries()) {
    if (index < skip) continue;
    if (columns + cell.width > MAX_COLUMNS) {
      text += '…';
      break;
    }
    text += cell.text;
    columns += cell.width;
    if (index < from) before += cell.width;
    else if (cell.offset < end) width += cell.width;
  }
  return { text, before, width: Math.max(1, width) };
}

/** The text with hidden characters spelt out, for names and messages. */
export function showText(text: string): string {
  let shown = '';
  for (const character of text) shown += HIDDEN.test(character) ? spell(character) : character;
  return shown;
}

function visible(character: string): string {
  if (character === '\t') return TAB;
  return HIDDEN.test(character) ? spell(character) : character;
}

function spell(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function widthOf(text: string): number {
  if (text.length > 2) return text.length;
  return WIDE.test(text) ? 2 : text === TAB ? TAB.length : 1;
}
