/** Random choices that are the same for the same seed. */

/** A source of choices. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!;
  }

  /** The same values in another order. */
  shuffled<T>(values: readonly T[]): T[] {
    const keyed = values.map((value) => [this.next(), value] as const);
    return keyed.toSorted(([a], [b]) => a - b).map(([, value]) => value);
  }

  /** Characters that have broken programs before. */
  text(length: number): string {
    return Array.from({ length }, () => this.pick(CHARACTERS)).join('');
  }
}

const CHARACTERS = [
  ...Array.from('abcdefghijklmnopqrstuvwxyz0123456789 -_/.#*`[]()<>&"\'\\{}%$'),
  '\n',
  '\t',
  'ä',
  'ß',
  'Ω',
  '中',
  '😀',
  '\u{200d}',
  '\u{feff}',
  '\u{2028}',
  '\u{1f468}',
  'İ',
  'e\u{301}',
];
