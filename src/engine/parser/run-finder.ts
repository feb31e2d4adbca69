import { runLength } from './block-markers.ts';

/** Finds runs of one character by their length, without looking at any part of a text twice in vain. */
export class RunFinder {
  readonly #code: number;
  #text = '';
  #end = 0;
  /** By length: the start of the last run. Filled in when a search has failed. */
  readonly #last = new Map<number, number>();
  #isScanned = false;

  constructor(code: number) {
    this.#code = code;
  }

  start(text: string, end: number): void {
    this.#text = text;
    this.#end = end;
    this.#isScanned = false;
  }

  /** Start of the next run of exactly `length` from `from` on; -1 for none. */
  find(from: number, length: number): number {
    if (this.#isScanned) {
      const last = this.#last.get(length) ?? -1;
      if (last < from) return -1;
    }
    const text = this.#text;
    const character = String.fromCharCode(this.#code);
    let at = text.indexOf(character, from);
    while (at !== -1 && at < this.#end) {
      const found = runLength(text, at, this.#end);
      if (found === length) return at;
      at = text.indexOf(character, at + found);
    }
    if (!this.#isScanned) this.#scan(from);
    return -1;
  }

  /** Notes the last run of each length, once a search has failed. */
  #scan(from: number): void {
    this.#isScanned = true;
    this.#last.clear();
    const text = this.#text;
    const character = String.fromCharCode(this.#code);
    let at = text.indexOf(character, from);
    while (at !== -1 && at < this.#end) {
      const found = runLength(text, at, this.#end);
      this.#last.set(found, at);
      at = text.indexOf(character, at + found);
    }
  }
}
