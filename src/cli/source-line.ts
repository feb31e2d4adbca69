/** The longest part of a line that is shown, in columns. */
export const MAX_COLUMNS = 100;
/** How much of a long line is shown before the match, in columns. */
const LEAD_COLUMNS = 30;
/** How much of a line is measured before, in and after a match, in UTF-16 code units. Lines can have a million. */
const MAX_UNITS = 400;
const TAB = '    ';
/**
 * Invisible characters, and those that change the direction of text; except for joiners, which scripts and emoji need.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;
const JOINER = /[\u200C\u200D]/;
/** Characters that are two columns wide in a terminal: East Asian wide ones and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
/** Characters that combine with the one before. */
const MARK = /[\p{Mn}\p{Me}]/u;

/** A line as a terminal shows it, and the columns of its match. */
export interface SourceLine {
  text: string;
  /** The columns before the match and of the match; the latter at least one. */
  before: number;
  width: number;
}

/** A character as it is shown, and its width in columns. */
interface Cell {
  text: string;
  width: number;
}

/**
 * Prepares a line to be shown with its match underlined: tabs become spaces, hidden characters are spelt out, and a
 * long line is cut around the match.
 *
 * @param line - without its line ending
 * @param start - start of the match in the line, in UTF-16 code units
 */
export function showLine(line: string, start: number, end: number): SourceLine {
  const first = Math.max(0, start - MAX_UNITS);
  const part = line.slice(first, end + MAX_UNITS);
  if (PLAIN.test(part)) return showPlain(part, start - first, end - first, start > MAX_UNITS);
  const lead = cellsOf(line.slice(first, start));
  const match = cellsOf(line.slice(start, Math.min(end, start + MAX_UNITS)));
  const rest = cellsOf(line.slice(end, end + MAX_UNITS));
  let before = widthOf(lead);
  let isCut = start > MAX_UNITS;
  let skipped = 0;
  if (isCut || before > MAX_COLUMNS - LEAD_COLUMNS) {
    isCut = true;
    while (before > LEAD_COLUMNS) before -= lead[skipped++]?.width ?? 0;
  }
  const shown = new Row(isCut ? '…' : '');
  shown.add(lead.slice(skipped));
  before = shown.width;
  shown.add(match);
  const width = shown.width - before;
  shown.add(rest);
  return { text: shown.text, before, width: Math.max(1, width) };
}

/** Printable ASCII, which most lines are of: each code unit is shown as it is, in one column. */
const PLAIN = /^[ -~]*$/;

/** Does the same for a line of printable ASCII, with the same result. */
function showPlain(line: string, start: number, end: number, isLong: boolean): SourceLine {
  const isCut = isLong || start > MAX_COLUMNS - LEAD_COLUMNS;
  const from = isCut ? Math.max(0, start - LEAD_COLUMNS) : 0;
  const matchEnd = Math.min(end, start + MAX_UNITS);
  const row = `${isCut ? '…' : ''}${line.slice(from, matchEnd)}${line.slice(end, end + MAX_UNITS)}`;
  const before = start - from + (isCut ? 1 : 0);
  const width = Math.min(matchEnd - start, MAX_COLUMNS - before);
  return {
    text: row.length > MAX_COLUMNS ? `${row.slice(0, MAX_COLUMNS)}…` : row,
    before,
    width: Math.max(1, width),
  };
}

/** Spells out hidden characters, for names and messages. */
export function showText(text: string): string {
  if (!HIDDEN.test(text)) return text;
  let shown = '';
  for (const character of text) shown += isHidden(character) ? spell(character) : character;
  return shown;
}

/** A row of cells, up to {@link MAX_COLUMNS}. */
class Row {
  text: string;
  width: number;
  #isFull = false;

  constructor(text: string) {
    this.text = text;
    this.width = text.length;
  }

  add(cells: readonly Cell[]): void {
    for (const { text, width } of cells) {
      if (this.#isFull) return;
      this.#isFull = this.width + width > MAX_COLUMNS;
      this.text += this.#isFull ? '…' : text;
      this.width += this.#isFull ? 0 : width;
    }
  }
}

function cellsOf(text: string): Cell[] {
  return Array.from(text, (character) => {
    if (character === '\t') return { text: TAB, width: TAB.length };
    if (isHidden(character)) return { text: spell(character), width: spell(character).length };
    const isMark = MARK.test(character) || JOINER.test(character);
    return { text: character, width: isMark ? 0 : WIDE.test(character) ? 2 : 1 };
  });
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

function isHidden(character: string): boolean {
  return HIDDEN.test(character) && !JOINER.test(character);
}

function spell(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
