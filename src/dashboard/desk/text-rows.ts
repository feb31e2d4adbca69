/**
 * The rows of the text pane. A line of the document is one row, a very long one several. Where the change at hand has edits,
 * the lines that they touch are one row, which shows the change in place.
 */
import { lineAt, lineEnd, lineStart, type TextLines } from './text-lines.ts';

/** Longest row, in UTF-16 code units. A longer one would be slow to lay out, and could not be scrolled row by row. */
const MAX_ROW_LENGTH = 2_000;

/** A change of the text as it would be approved. */
export interface Change {
  /** Of the edit in its recommendation. */
  index: number;
  start: number;
  end: number;
  text: string;
  /** Left out of the approval: shown, but not as a change. */
  isLeftOut: boolean;
}

export interface TextRow {
  kind: 'text';
  key: number;
  line: number;
  /** The last line of the row: the same one. */
  lastLine: number;
  start: number;
  end: number;
  /** Whether the line starts with this row. */
  isFirst: boolean;
}

export interface ChangeRow {
  kind: 'change';
  /** Negative, so that it is not that of the text row at the same place. */
  key: number;
  line: number;
  lastLine: number;
  start: number;
  end: number;
  changes: readonly Change[];
}

export type Row = TextRow | ChangeRow;

/** The rows of a document without a change. */
export function textRows(lines: TextLines): TextRow[] {
  const rows: TextRow[] = [];
  for (let line = 1; line <= lines.starts.length; line += 1) addRowsOfLine(rows, lines, line);
  return rows;
}

/**
 * Puts changes in the place of the rows that they touch.
 *
 * @param rows - of the document without a change
 * @param changes - in the order of the document, disjoint
 */
export function withChanges(lines: TextLines, rows: readonly TextRow[], changes: readonly Change[]): Row[] {
  if (changes.length === 0) return [...rows];
  const parts: Row[][] = [];
  let next = 0;
  for (const change of changeRows(lines, changes)) {
    parts.push(rows.slice(next, firstRowOf(rows, lines, change.line)), [change]);
    next = firstRowOf(rows, lines, change.lastLine + 1);
  }
  parts.push(rows.slice(next));
  return parts.flat();
}

function changeRows(lines: TextLines, changes: readonly Change[]): ChangeRow[] {
  const rows: ChangeRow[] = [];
  for (const change of changes) {
    const line = lineAt(lines, change.start);
    const lastLine = lastLineOf(lines, change);
    const before = rows.at(-1);
    if (before && line <= before.lastLine) {
      rows[rows.length - 1] = {
        ...before,
        lastLine: Math.max(lastLine, before.lastLine),
        end: Math.max(before.end, endOf(lines, change, lastLine)),
        changes: [...before.changes, change],
      };
      continue;
    }
    const start = lineStart(lines, line);
    rows.push({
      kind: 'change',
      key: -start - 1,
      line,
      lastLine,
      start,
      end: endOf(lines, change, lastLine),
      changes: [change],
    });
  }
  return rows;
}

/** An edit that ends where a line starts does not touch that line, when it removes whole lines. */
function lastLineOf(lines: TextLines, { start, end }: Change): number {
  const last = lineAt(lines, end);
  const removesLines = end > start && end === lineStart(lines, last) && isLineStart(lines, start);
  return removesLines ? last - 1 : last;
}

function isLineStart(lines: TextLines, offset: number): boolean {
  return lineStart(lines, lineAt(lines, offset)) === offset;
}

function endOf(lines: TextLines, { end }: Change, lastLine: number): number {
  return Math.max(end, lineEnd(lines, lastLine));
}

function addRowsOfLine(rows: TextRow[], lines: TextLines, line: number): void {
  const from = lineStart(lines, line);
  const to = lineEnd(lines, line);
  let start = from;
  do {
    const end = to - start <= MAX_ROW_LENGTH ? to : breakAt(lines.text, start + MAX_ROW_LENGTH);
    rows.push({ kind: 'text', key: start, line, lastLine: line, start, end, isFirst: start === from });
    start = end;
  } while (start < to);
}

/** Where a long line may be broken: after a space when there is one near, and never within a surrogate pair. */
function breakAt(text: string, wanted: number): number {
  const space = text.lastIndexOf(' ', wanted) + 1;
  if (space > wanted - MAX_ROW_LENGTH / 2) return space;
  const code = text.charCodeAt(wanted);
  return code >= 0xdc00 && code <= 0xdfff ? wanted - 1 : wanted;
}

/** The index of the row that a line starts with. After the last line: the number of rows. */
function firstRowOf(rows: readonly TextRow[], lines: TextLines, line: number): number {
  return line > lines.starts.length ? rows.length : rowAt(rows, lineStart(lines, line));
}

/** The index of the row that shows an offset. */
export function rowAt(rows: readonly Row[], offset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((rows[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
