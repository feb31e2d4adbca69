import type { LineIndex } from '../../../text/line-index.ts';

const GREATER = 62;

/** The lines of a document that rules look at: their places, and whether they are blank. Lines count from 1. */
export class LintLines {
  readonly #lines: LineIndex;
  /** The text, with comments hidden. */
  readonly #source: string;
  readonly #start: number;
  readonly #hasComments: boolean;
  /** The first line after the front matter. */
  readonly first: number;
  readonly last: number;

  constructor(lines: LineIndex, source: string, start: number) {
    this.#lines = lines;
    this.#source = source;
    this.#start = start;
    this.first = lines.lineAt(start);
    this.last = lines.count;
    this.#hasComments = source.includes('-->', start) || source.includes('<!--', start);
  }

  at(offset: number): number {
    return this.#lines.lineAt(offset);
  }

  start(line: number): number {
    return line === this.first ? this.#start : this.#lines.start(line);
  }

  /** Offset after a line's last code unit, not counting its ending. */
  end(line: number): number {
    return this.#lines.contentEnd(line);
  }

  /** The offset after a line's ending. */
  next(line: number): number {
    return this.#lines.end(line);
  }

  /** A line's text, with comments hidden. */
  text(line: number): string {
    return this.#source.slice(this.start(line), this.end(line));
  }

  /** Where the text of a line ends, not counting white space. */
  trimmedEnd(line: number): number {
    const start = this.start(line);
    let end = this.end(line);
    while (end > start && isTrimmable(this.#source.charCodeAt(end - 1))) end -= 1;
    return end;
  }

  /** Whether nothing but white space is on a line. */
  isEmpty(line: number): boolean {
    const end = this.end(line);
    for (let at = this.start(line); at < end; at += 1) {
      if (!isTrimmable(this.#source.charCodeAt(at))) return false;
    }
    return true;
  }

  /** Whether nothing but white space, quote marks and comments is on a line. Lines outside the text are blank. */
  isBlank(line: number): boolean {
    if (line < this.first || line > this.last) return true;
    const start = this.start(line);
    const end = this.end(line);
    for (let at = start; at < end; at += 1) {
      const code = this.#source.charCodeAt(at);
      if (code === GREATER || isTrimmable(code)) continue;
      return this.#hasComments && isBlankText(this.#source.slice(start, end));
    }
    return true;
  }
}

/** Whether a text has nothing but white space, quote marks and comments or parts of them. */
export function isBlankText(text: string): boolean {
  if (text.trim() === '') return true;
  let rest = text;
  for (;;) {
    const open = rest.indexOf('<!--');
    const close = rest.indexOf('-->');
    if (close !== -1 && (open === -1 || close < open)) rest = rest.slice(close + 3);
    else if (open !== -1 && close !== -1) rest = rest.slice(0, open) + rest.slice(close + 3);
    else if (open !== -1) rest = rest.slice(0, open);
    else return rest.replaceAll('>', '').trim() === '';
  }
}

/** Whether `trim` takes a code unit away. */
export function isTrimmable(code: number): boolean {
  if (code === 32 || (code >= 9 && code <= 13)) return true;
  if (code < 160) return false;
  return code === 160 || code === 0xfeff || /\s/.test(String.fromCharCode(code));
}
