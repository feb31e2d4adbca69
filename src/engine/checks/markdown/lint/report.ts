import { perDocument } from './per-document.ts';
import type { Replacement } from '../../../text/edits.ts';
import type { LintDocument } from './lint-document.ts';

const LONGEST = 30;
const HALF = 15;

/** A text cut to thirty code units: its end, unless the start or the end is asked for; both for both. */
export function excerpt(text: string, keepStart = false, keepEnd = false): string {
  const flat = text.replaceAll(/\r\n?/g, '\n');
  if (flat.length <= LONGEST) return flat;
  if (keepStart && keepEnd) return `${flat.slice(0, HALF)}...${flat.slice(-HALF)}`;
  return keepEnd ? `...${flat.slice(-LONGEST)}` : `${flat.slice(0, LONGEST)}...`;
}

export function expectation(expected: unknown, actual: unknown, more?: string): string {
  const base = `Expected: ${String(expected)}; Actual: ${String(actual)}`;
  return more ? `${base}; ${more}` : base;
}

/** The place of a whole line, without its ending. */
export function wholeLine({ lines }: LintDocument, line: number): { start: number; end: number } {
  return { start: lines.start(line), end: lines.end(line) };
}

/** An edit that removes a line. Blank lines at the end of the document go with the line ending before them. */
export function removeLine(document: LintDocument, line: number): Replacement | null {
  const { lines, start: documentStart } = document;
  const { start, end } = wholeLine(document, line);
  if (line < firstBlankLineAtEnd(document)) return { start, end: lines.next(line), text: '' };
  const from = Math.max(lines.end(line - 1), documentStart);
  return from < end ? { start: from, end, text: '' } : null;
}

/** From this line on, there are only blank lines. */
const firstBlankLineAtEnd = perDocument(({ lines, text }: LintDocument): number => {
  return lines.at(text.trimEnd().length) + 1;
});

export function spaces(count: number): string {
  return ' '.repeat(Math.max(0, count));
}
