import { MAX_WORK_BYTES, MAX_WORK_MS } from '../shared/limits.ts';

/**
 * What one request may work on. A use case asks {@link WorkBudget.isSpent} before each document but the first, and answers
 * how many documents are left.
 *
 * The clock of a Worker advances only with I/O, so the time is exact to one document.
 */
export class WorkBudget {
  readonly #now: () => Date;
  readonly #startMs: number;
  readonly #maxDocuments: number;
  #bytes = 0;
  #documents = 0;

  /** @param maxDocuments - the most documents; when left out, only bytes and time are limited */
  constructor(now: () => Date, maxDocuments = Number.POSITIVE_INFINITY) {
    this.#now = now;
    this.#startMs = now().getTime();
    this.#maxDocuments = maxDocuments;
  }

  /**
   * Whether the next document must be left for another request. Never for the first one, so that every request gets on.
   *
   * @param bytes - the size of the next document, in bytes of UTF-8
   */
  isSpent(bytes: number): boolean {
    if (this.#documents === 0) return false;
    return (
      this.#documents >= this.#maxDocuments ||
      this.#bytes + bytes > MAX_WORK_BYTES ||
      this.#now().getTime() - this.#startMs >= MAX_WORK_MS
    );
  }

  /** Takes a document into account. @param bytes - its size, in bytes of UTF-8 */
  spend(bytes: number): void {
    this.#documents += 1;
    this.#bytes += bytes;
  }
}
