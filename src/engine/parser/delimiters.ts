import { Code, codePointAfter, codePointBefore, isPunctuation, isWhitespace } from './characters.ts';
import type { InlineItems } from './inline-items.ts';
import { NodeKind } from './node-kind.ts';

/** A run of `*`, `_` or `~` that may open or close emphasis. */
export interface Delimiter {
  code: number;
  /** What is left of it: openers are used up from their end, closers from their start. */
  from: number;
  to: number;
  /** Length before any of it was used. */
  length: number;
  opens: boolean;
  closes: boolean;
  previous: Delimiter | null;
  next: Delimiter | null;
}

/** The delimiters that no match has used up yet. */
export class DelimiterStack {
  last: Delimiter | null = null;
  hasStrikethrough = false;
  /** Start and end of what is left of runs of `*` and `_` that are text, in turn. */
  readonly loose: number[] = [];

  clear(): void {
    this.last = null;
    this.loose.length = 0;
  }

  /** Adds the run of `code` from `from` to `to`, within a text from `start` to `end`. */
  add(text: string, code: number, from: number, to: number, start: number, end: number): void {
    const before = classOf(codePointBefore(text, from, start));
    const after = classOf(codePointAfter(text, to, end));
    // Emphasis next to a `~` counts as flanking whatever is on its other side: `~*a*~` works next to letters.
    const isLoose = this.hasStrikethrough && code !== Code.Tilde;
    const isLeft = isFlanking(before, after) || (isLoose && to < end && text.charCodeAt(to) === Code.Tilde);
    const isRight =
      isFlanking(after, before) || (isLoose && from > start && text.charCodeAt(from - 1) === Code.Tilde);
    const isUnderscore = code === Code.Underscore;
    const delimiter: Delimiter = {
      code,
      from,
      to,
      length: to - from,
      opens: isLeft && (!isUnderscore || before !== Class.Other || !isRight),
      closes: isRight && (!isUnderscore || after !== Class.Other || !isLeft),
      previous: this.last,
      next: null,
    };
    if (this.last) this.last.next = delimiter;
    this.last = delimiter;
  }

  /** Matches all delimiters after `bottom`, and removes them. */
  resolve(bottom: Delimiter | null, items: InlineItems): void {
    let closer = this.#firstAfter(bottom);
    if (!closer) return;
    /** By the kind of closer: before this position it has no opener, so nothing is searched twice. */
    const bottoms = new Map<number, number>();
    while (closer) {
      if (!closer.closes) {
        closer = closer.next;
        continue;
      }
      const key = closerKey(closer);
      const lowest = bottoms.get(key) ?? 0;
      let opener = closer.previous;
      while (opener && opener !== bottom && opener.from >= lowest && !matches(opener, closer)) {
        opener = opener.previous;
      }
      if (!opener || opener === bottom || opener.from < lowest) {
        const { next } = closer;
        bottoms.set(key, closer.from);
        if (!closer.opens) this.#remove(closer);
        closer = next;
        continue;
      }
      addPair(opener, closer, items);
      opener.next = closer;
      closer.previous = opener;
      if (opener.from === opener.to) this.#remove(opener);
      if (closer.from === closer.to) {
        const { next } = closer;
        this.#remove(closer);
        closer = next;
      }
    }
    for (let rest = this.last; rest && rest !== bottom; rest = rest.previous) this.#addLoose(rest);
    this.last = bottom;
    if (bottom) bottom.next = null;
  }

  #addLoose({ code, from, to }: Delimiter): void {
    if (from < to && code !== Code.Tilde) this.loose.push(from, to);
  }

  #firstAfter(bottom: Delimiter | null): Delimiter | null {
    if (bottom) return bottom.next;
    let first = this.last;
    while (first?.previous) first = first.previous;
    return first;
  }

  #remove(delimiter: Delimiter): void {
    const { previous, next } = delimiter;
    this.#addLoose(delimiter);
    if (previous) previous.next = next;
    if (next) next.previous = previous;
    else this.last = previous;
  }
}

const Class = { Other: 0, Whitespace: 1, Punctuation: 2 } as const;
type Class = (typeof Class)[keyof typeof Class];

function classOf(codePoint: number): Class {
  if (codePoint === -1 || isWhitespace(codePoint)) return Class.Whitespace;
  return isPunctuation(codePoint) ? Class.Punctuation : Class.Other;
}

/** Whether a run is flanking on the side of `inner`. */
function isFlanking(outer: Class, inner: Class): boolean {
  return inner === Class.Other || (inner === Class.Punctuation && outer !== Class.Other);
}

function closerKey({ code, opens, length }: Delimiter): number {
  return code * 8 + (opens ? 4 : 0) + (code === Code.Tilde ? length : length % 3);
}

function matches(opener: Delimiter, closer: Delimiter): boolean {
  if (opener.code !== closer.code || !opener.opens) return false;
  if (opener.code === Code.Tilde) return opener.length === closer.length;
  const isAmbiguous = opener.closes || closer.opens;
  return !isAmbiguous || closer.length % 3 === 0 || (opener.length + closer.length) % 3 !== 0;
}

function addPair(opener: Delimiter, closer: Delimiter, items: InlineItems): void {
  const isTilde = opener.code === Code.Tilde;
  const isStrong = opener.to - opener.from > 1 && closer.to - closer.from > 1;
  const used = isTilde ? opener.length : isStrong ? 2 : 1;
  opener.to -= used;
  closer.from += used;
  const kind = isTilde ? NodeKind.Strikethrough : isStrong ? NodeKind.StrongEmphasis : NodeKind.Emphasis;
  const mark = isTilde ? NodeKind.StrikethroughMark : NodeKind.EmphasisMark;
  items.add(kind, opener.to, closer.from);
  items.add(mark, opener.to, opener.to + used);
  items.add(mark, closer.from - used, closer.from);
}
