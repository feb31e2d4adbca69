import { lowerBound } from '../../shared/lower-bound.ts';

const LF = 10;
const CR = 13;

/**
 * The lines of a text, by offset. Lines count from 1. A line ends with `\n`, `\r\n` or a lone `\r`, and its ending belongs
 * to it. Offsets are UTF-16 code units.
 */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;
  /** The line that was found last: the next one is mostly near it. */
  #found = 1;

  constructor(text: string) {
    this.#text = text;
    if (!text.includes('\r')) {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
      return;
    }
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === CR && text.charCodeAt(at + 1) === LF) at += 1;
      if (code === LF || code === CR) this.#starts.push(at + 1);
    }
  }

  /** Number of lines. A text that ends with a line ending has an empty last line. */
  get count(): number {
    return this.#starts.length;
  }

  /** The line that contains an offset. The end of the text is on the last line. */
  lineAt(offset: number): number {
    const starts = this.#starts;
    for (let line = this.#found; line < this.#found + 2; line += 1) {
      const start = starts[line - 1];
      if (start === undefined || offset < start) break;
      if (offset < (starts[line] ?? Infinity)) return (this.#found = line);
    }
    this.#found = Math.max(
      1,
      lowerBound(starts.length, (index) => (starts[index] ?? 0) <= offset),
    );
    return this.#found;
  }

  /** Line and column of an offset, both from 1. */
  positionAt(offset: number): { line: number; column: number } {
    const line = this.lineAt(offset);
    return { line, column: offset - this.start(line) + 1 };
  }

  /** Offset of a line's first code unit. For a line after the last one: the end of the text. */
  start(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** Offset after a line's ending, which is where the next line starts. */
  end(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** Offset after a line's last code unit, not counting its ending. */
  contentEnd(line: number): number {
    let end = this.end(line);
    if (line >= this.count) return end;
    end -= 1;
    if (this.#text.charCodeAt(end) === LF && this.#text.charCodeAt(end - 1) === CR) end -= 1;
    return end;
  }

  /** A line's text without its ending. */
  content(line: number): string {
    return this.#text.slice(this.start(line), this.contentEnd(line));
  }
}

/** The line ending that a text uses most often; `\n` for a text of one line. */
export function dominantLineEnding(text: string): string {
  if (!text.includes('\r')) return '\n';
  let crlf = 0;
  let cr = 0;
  let lf = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF) lf += 1;
    else if (code === CR && text.charCodeAt(at + 1) === LF) {
      crlf += 1;
      at += 1;
    } else if (code === CR) cr += 1;
  }
  if (crlf > lf && crlf >= cr) return '\r\n';
  return cr > lf ? '\r' : '\n';
}
