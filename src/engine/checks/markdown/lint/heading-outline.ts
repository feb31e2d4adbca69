import { compilePattern } from '../../../patterns/pattern.ts';

const ITEM = /^(?:[*+?]|\^+|[#%]{1,6}\s+\S.*)$/u;
const PARTS = /^([#%]{1,6})\s+(\S.*)$/u;
const LOOP = /^\^+$/u;
const NO_HEADING = '[No heading]';

/** The headings that a document must have, and how far they were found. */
export class HeadingOutline {
  static readonly maxLoops = 1000;
  readonly #required: readonly string[];
  readonly #matchesCase: boolean;
  #at = 0;
  #loopsLeft = HeadingOutline.maxLoops;
  /** Whether a heading that does not match may be any other one. */
  #allowsOthers = false;

  constructor(required: readonly string[], matchesCase: boolean) {
    this.#required = required.map((item) => (ITEM.test(item) ? item : '[Invalid syntax]'));
    this.#matchesCase = matchesCase;
  }

  /** Takes the next heading. @returns what is wrong with it; null for nothing */
  next(actual: string): { expected: string } | 'loops' | null {
    let expected = this.#take(false);
    if (expected.startsWith('^')) {
      const loop = this.#loop(expected, actual);
      if (loop === null) return 'loops';
      expected = loop;
    }
    if (expected === '*') {
      if (!this.#matches(actual, this.#take(true))) {
        this.#allowsOthers = true;
        this.#at -= 1;
      }
    } else if (expected === '+') this.#allowsOthers = true;
    else if (expected !== '?') {
      if (this.#matches(actual, expected)) this.#allowsOthers = false;
      else if (this.#allowsOthers) this.#at -= 1;
      else return { expected };
    }
    return null;
  }

  /** The first heading that is still to come; undefined when none must. */
  missing(): string | undefined {
    return this.#required.slice(this.#at).find((item) => item !== '*' && !LOOP.test(item));
  }

  /** What a mark of repetition stands for. @returns null after too many repetitions */
  #loop(mark: string, actual: string): string | null {
    const current = this.#at;
    const next = this.#take(true);
    if (this.#matches(actual, next)) return next;
    this.#loopsLeft -= 1;
    const start = this.#required.slice(0, Math.max(0, current - 1)).lastIndexOf(mark);
    let expected = next;
    if (start !== -1) {
      this.#at = start + 1;
      expected = this.#take(false);
    }
    return this.#loopsLeft < 0 ? null : expected;
  }

  #take(skipsLoops: boolean): string {
    const item = this.#required[this.#at] || NO_HEADING;
    this.#at += 1;
    return skipsLoops && LOOP.test(item) ? this.#take(true) : item;
  }

  #matches(actual: string, expected: string): boolean {
    if (!expected.startsWith('%')) {
      return this.#matchesCase ? actual === expected : actual.toLowerCase() === expected.toLowerCase();
    }
    const [, level = '', text = ''] = PARTS.exec(actual) ?? [];
    const [, expectedLevel = '', pattern = ''] = PARTS.exec(expected) ?? [];
    if (level.length !== expectedLevel.length) return false;
    return compilePattern(pattern, { ignoreCase: !this.#matchesCase }).test(text);
  }
}
