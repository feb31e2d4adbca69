/** What an isolate remembers of what it has read about credentials, so that a page that loads is not looked up each time. */
import { ACCESS_MEMORY_MS, MAX_REMEMBERED_CREDENTIALS } from '../shared/limits.ts';

interface Entry<Row> {
  row: Promise<Row | undefined>;
  until: number;
}

/** Rows by key, each for {@link ACCESS_MEMORY_MS}. What is not there is not remembered. */
export class Remembered<Row> {
  readonly #entries = new Map<string, Entry<Row>>();

  /**
   * Returns a row. Who asks while it is being read waits for the same answer.
   *
   * @param now - in ms since 1970
   * @throws what `read` throws
   */
  async get(key: string, now: number, read: () => Promise<Row | undefined>): Promise<Row | undefined> {
    const found = this.#entries.get(key);
    if (found && now < found.until) return found.row;
    const entry = { row: read(), until: now + ACCESS_MEMORY_MS };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_REMEMBERED_CREDENTIALS && oldest !== undefined) this.#entries.delete(oldest);
    let isThere = false;
    try {
      const row = await entry.row;
      isThere = row !== undefined;
      return row;
    } finally {
      // It may have been forgotten meanwhile, and read again.
      if (!isThere && this.#entries.get(key) === entry) this.#entries.delete(key);
    }
  }

  /** Forgets a row, also one that is being read. */
  forget(key: string): void {
    this.#entries.delete(key);
  }
}
