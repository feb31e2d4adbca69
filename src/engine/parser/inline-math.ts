import { runLength } from './block-markers.ts';
import { Code, isAlphanumeric, isWhitespace } from './characters.ts';
import type { InlineItems } from './inline-items.ts';
import { NextFinder } from './next-finder.ts';
import { NodeKind } from './node-kind.ts';

/**
 * Reads math between dollars as GitHub does: `$a$`, `$$a$$` and `` $`a`$ ``. Between single dollars the math starts
 * right after the first and ends right before the next one, and no letter or digit stands next to them outside, so
 * that amounts of money are no math.
 */
export class InlineMath {
  readonly #single = new NextFinder('$');
  readonly #double = new NextFinder('$$');
  readonly #ticked = new NextFinder('`$');
  #text = '';
  #start = 0;
  #end = 0;

  start(text: string, start: number, end: number): void {
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  /** Adds the math that starts with the `$` at `at`. @returns its end, or the end of the dollars when it is none */
  read(at: number, items: InlineItems): number {
    const text = this.#text;
    const length = runLength(text, at, this.#end);
    const from = at + length;
    if (length > 2 || (at > this.#start && isAlphanumeric(text.charCodeAt(at - 1)))) return from;
    const close = length === 2 ? this.#double.find(text, from + 1, this.#end) : this.#closingDollar(from);
    if (close === -1) return from;
    const to = close + length;
    if (to < this.#end && isAlphanumeric(text.charCodeAt(to))) return from;
    items.add(NodeKind.InlineMath, at, to);
    items.add(NodeKind.MathMark, at, from);
    items.add(NodeKind.MathMark, close, to);
    return to;
  }

  #closingDollar(from: number): number {
    const text = this.#text;
    const end = this.#end;
    if (from >= end || isWhitespace(text.charCodeAt(from))) return -1;
    if (text.charCodeAt(from) === Code.Backtick) {
      const tick = this.#ticked.find(text, from + 1, end);
      if (tick !== -1) return tick + 1;
    }
    let close = this.#single.find(text, from, end);
    while (close !== -1 && text.charCodeAt(close - 1) === Code.Backslash) {
      close = this.#single.find(text, close + 1, end);
    }
    if (close === -1 || isWhitespace(text.charCodeAt(close - 1))) return -1;
    return close + 1 < end && text.charCodeAt(close + 1) === Code.Dollar ? -1 : close;
  }
}
