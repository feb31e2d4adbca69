import type { TextBlock } from './block.ts';
import { Code, skipBlanks, skipBlanksBack } from './characters.ts';
import type { LineScanner } from './line-scanner.ts';

/** Whether the line is the row of delimiters under the paragraph's last line, which is then the header of a table. */
export function isTableStart(text: string, paragraph: TextBlock, line: LineScanner): boolean {
  const { next, contentStart, lineEnd } = line;
  if (!paragraph.mayBeHeader) return false;
  if (next !== Code.Pipe && next !== Code.Hyphen && next !== Code.Colon) return false;
  const count = countDelimiters(text, contentStart, lineEnd);
  if (count === 0) return false;
  const { lines } = paragraph;
  const start = lines.at(-2) ?? 0;
  const end = lines.at(-1) ?? 0;
  return readCells(text, start, end).length / 2 === count;
}

/** Number of cells in a row of delimiters, e.g. 2 in `|:-|-|`; 0 when the line is none. */
function countDelimiters(text: string, start: number, end: number): number {
  let at = start;
  let count = 0;
  let isMarked = false;
  if (text.charCodeAt(at) === Code.Pipe) {
    isMarked = true;
    at = skipBlanks(text, at + 1, end);
  }
  while (at < end) {
    if (text.charCodeAt(at) === Code.Colon) {
      isMarked = true;
      at += 1;
    }
    const dashes = at;
    while (at < end && text.charCodeAt(at) === Code.Hyphen) at += 1;
    if (at === dashes) return 0;
    if (at < end && text.charCodeAt(at) === Code.Colon) {
      isMarked = true;
      at += 1;
    }
    count += 1;
    at = skipBlanks(text, at, end);
    if (at === end) break;
    if (text.charCodeAt(at) !== Code.Pipe) return 0;
    isMarked = true;
    at = skipBlanks(text, at + 1, end);
  }
  return isMarked ? count : 0;
}

/** Start and end of the content of each cell of a row, in turn. An empty cell starts and ends after its pipe. */
export function readCells(text: string, start: number, end: number): number[] {
  const cells: number[] = [];
  let at = start;
  for (const pipe of readPipes(text, start, end)) {
    if (pipe > start) addCell(cells, text, at, pipe);
    at = pipe + 1;
  }
  // Blanks after the last pipe are no cell.
  if (skipBlanks(text, at, end) < end) addCell(cells, text, at, end);
  return cells;
}

function addCell(cells: number[], text: string, start: number, end: number): void {
  const from = skipBlanks(text, start, end);
  if (from === end) cells.push(start, start);
  else cells.push(from, skipBlanksBack(text, end, from));
}

/** Offsets of the pipes that divide the cells of a row. */
export function readPipes(text: string, start: number, end: number): number[] {
  const pipes: number[] = [];
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (code === Code.Pipe) pipes.push(index);
    else if (code === Code.Backslash) {
      const next = text.charCodeAt(index + 1);
      if (index + 1 < end && (next === Code.Backslash || next === Code.Pipe)) index += 1;
    }
  }
  return pipes;
}
