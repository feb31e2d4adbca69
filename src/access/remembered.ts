/** What an isolate remembers of what it has read about credentials, so that a page that loads is not looked up each time. */
import { ACCESS_MEMORY_MS, MAX_REMEMBERED_CREDENTIALS } from '../shared/limits.ts';

interface Entry<Row> {
  row: Row;
  until: number;
}

/** Rows by key, each for {@link ACCESS_MEMORY_MS}. What is not there is not remembered. */
export class Remembered<Row> {
  readonly #entries = new Map<string, Entry<Row>>();
  /** The reads under way. Forgetting their row removes them. */
  readonly #reads = new Set<{ key: string }>();

  /**
   * Returns a row. Requests that ask while it is being read each read it: a request must not wait for what another one
   * does, which ends with that request when its client goes away.
   *
   * @param now - in ms since 1970
   * @throws what `read` throws
   */
  async get(key: string, now: number, read: () => Promise<Row | undefined>): Promise<Row | undefined> {
    const found = this.#entries.get(key);
    if (found && now < found.until) return found.row;
    const mine = { key };
    this.#reads.add(mine);
    try {
      const row = await read();
      if (row !== undefined && this.#reads.has(mine)) this.#keep(key, { row, until: now + ACCESS_MEMORY_MS });
      return row;
    } finally {
      this.#reads.delete(mine);
    }
  }

  /** Forgets a row. What is being read of it is not remembered. */
  forget(key: string): void {
    this.#entries.delete(key);
    for (const one of this.#reads) if (one.key === key) this.#reads.delete(one);
  }

  #keep(key: string, entry: Entry<Row>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_REMEMBERED_CREDENTIALS && oldest !== undefined) this.#entries.delete(oldest);
  }
}
