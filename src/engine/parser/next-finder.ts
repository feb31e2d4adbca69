/**
 * Finds where a string comes next. What was found is kept until it is passed, so that many searches in one text, for
 * something that is far away or nowhere, cost one.
 */
export class NextFinder {
  readonly #what: string;
  #text = '';
  #from = 0;
  #at = 0;

  constructor(what: string) {
    this.#what = what;
  }

  /** Offset of the next occurrence from `from` on that ends at or before `end`; -1 for none. */
  find(text: string, from: number, end: number): number {
    if (text !== this.#text || from < this.#from || from > this.#at) {
      this.#text = text;
      this.#from = from;
      const at = text.indexOf(this.#what, from);
      this.#at = at === -1 ? Number.MAX_SAFE_INTEGER : at;
    }
    return this.#at + this.#what.length <= end ? this.#at : -1;
  }
}
