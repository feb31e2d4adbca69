import { LineIndex } from '../text/line-index.ts';

/** A line and a column, both from 1. The column counts bytes of UTF-8. */
export interface BytePosition {
  line: number;
  column: number;
}

/**
 * Converts UTF-16 offsets of a text to lines and byte columns. Remembers the last position, so that many positions on
 * one long line take time proportional to the line, if they are asked for in order.
 */
export class BytePositions {
  readonly #text: string;
  readonly #lines: LineIndex;
  #last = { line: 1, offset: 0, column: 1 };

  /** @param text - the whole document, with its byte order mark, which counts as three bytes */
  constructor(text: string) {
    this.#text = text;
    this.#lines = new LineIndex(text);
  }

  /** @param offset - in UTF-16 code units, from 0 */
  at(offset: number): BytePosition {
    const line = this.#lines.lineAt(offset);
    const known = this.#last.line === line ? this.#last : { offset: this.#lines.start(line), column: 1 };
    const column =
      offset >= known.offset
        ? known.column + byteLength(this.#text, known.offset, offset)
        : known.column - byteLength(this.#text, offset, known.offset);
    this.#last = { line, offset, column };
    return { line, column };
  }
}

/** Length in UTF-8 of a part of a text. Each half of a surrogate pair counts as two of its four bytes. */
function byteLength(text: string, start: number, end: number): number {
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) length += 1;
    else if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) length += 2;
    else length += 3;
  }
  return length;
}
