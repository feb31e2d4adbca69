import { Code } from './characters.ts';

const TAB_WIDTH = 4;

/**
 * Walks through one line by columns, because a tab may belong to several containers. `position` is where the rest of
 * the line starts, after the markers of the containers; the fields after it describe that rest.
 */
export class LineScanner {
  readonly text: string;
  lineStart = 0;
  /** Without the line ending. */
  lineEnd = 0;
  position = 0;
  /** Column of `position`; inside a tab that `position` points at when a container took a part of it. */
  column = 0;
  /** Offset of the first code unit that is no space or tab. */
  contentStart = 0;
  /** Columns from `position` to `contentStart`. */
  indent = 0;
  isBlank = false;
  /** Whether `position` points at a tab of which a container took a part. */
  #isInTab = false;
  #contentColumn = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The code unit at `contentStart`. */
  get next(): number {
    return this.text.charCodeAt(this.contentStart);
  }

  /** Where a block starts that the rest of the line belongs to: after a tab of which a container took a part. */
  get blockStart(): number {
    return this.#isInTab ? this.position + 1 : this.position;
  }

  moveTo(lineStart: number, lineEnd: number): void {
    this.lineStart = lineStart;
    this.lineEnd = lineEnd;
    this.position = lineStart;
    this.column = 0;
    this.#isInTab = false;
    this.#findContent();
  }

  /** Takes the indentation and `length` code units that are no tabs. */
  takeContent(length: number): void {
    this.column += this.indent + length;
    this.position = this.contentStart + length;
    this.#isInTab = false;
    this.#findContent();
  }

  /** Takes at most that many columns of spaces and tabs. */
  takeColumns(count: number): void {
    let rest = count;
    while (rest > 0 && this.position < this.contentStart) {
      if (this.text.charCodeAt(this.position) === Code.Tab) {
        const width = TAB_WIDTH - (this.column % TAB_WIDTH);
        this.column += Math.min(width, rest);
        this.#isInTab = width > rest;
        if (this.#isInTab) break;
        rest -= width;
      } else {
        this.column += 1;
        this.#isInTab = false;
        rest -= 1;
      }
      this.position += 1;
    }
    this.indent = this.#contentColumn - this.column;
  }

  #findContent(): void {
    const { text, lineEnd } = this;
    let at = this.position;
    let column = this.column;
    for (; at < lineEnd; at += 1) {
      const code = text.charCodeAt(at);
      if (code === Code.Space) column += 1;
      else if (code === Code.Tab) column += TAB_WIDTH - (column % TAB_WIDTH);
      else break;
    }
    this.contentStart = at;
    this.#contentColumn = column;
    this.indent = column - this.column;
    this.isBlank = at === lineEnd;
  }
}
