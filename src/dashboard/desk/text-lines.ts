/** The lines of a text, by offset. Lines count from 1; a line's ending (`\n`, `\r\n` or a lone `\r`) belongs to it. */
import { lowerBound } from '../../shared/lower-bound.ts';

const LINE_ENDING = /\r\n|\r|\n/g;

export interface TextLines {
  readonly text: string;
  /** Where each line starts. */
  readonly starts: readonly number[];
  /** Where each line's content ends, before its ending. */
  readonly ends: readonly number[];
}

export function linesOf(text: string): TextLines {
  const starts = [0];
  const ends: number[] = [];
  const end = (at: number, ending: string) => {
    ends.push(at);
    starts.push(at + ending.length);
  };
  if (text.includes('\r')) {
    for (const { index, 0: ending } of text.matchAll(LINE_ENDING)) end(index, ending);
  } else {
    // Several times as fast.
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) end(at, '\n');
  }
  ends.push(text.length);
  return { text, starts, ends };
}

/** The line that an offset is in. The end of the text is on the last line. */
export function lineAt({ starts }: TextLines, offset: number): number {
  return Math.max(
    1,
    lowerBound(starts.length, (index) => (starts[index] ?? 0) <= offset),
  );
}

export function lineStart({ starts, text }: TextLines, line: number): number {
  return starts[line - 1] ?? text.length;
}

export function lineEnd({ ends, text }: TextLines, line: number): number {
  return ends[line - 1] ?? text.length;
}

/** The ending of the first line: what a person's own text is given, since a text area knows `\n` only. */
export function lineEndingOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
