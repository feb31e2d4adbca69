/** Counters of a hub that survive hibernation. */

type Counted = 'failures' | 'wakes' | 'alarms';

/** Counters in the storage of a Durable Object. */
export class HubCounters {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Adds one. The write is not waited for: a counter is not worth a delay. */
  count(what: Counted): Promise<void> {
    return this.#storage.put(what, this.#read(what) + 1, { allowUnconfirmed: true });
  }

  /** Returns all counters. */
  read(): Record<Counted, number> {
    return { failures: this.#read('failures'), wakes: this.#read('wakes'), alarms: this.#read('alarms') };
  }

  #read(what: Counted): number {
    return this.#storage.kv.get<number>(what) ?? 0;
  }
}
