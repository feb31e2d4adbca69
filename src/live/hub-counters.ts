/** Figures of a hub that outlive its hibernation. */

type Counted = 'failures' | 'wakes' | 'alarms';

export class HubCounters {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Adds one. Nothing waits for it to be durable: a figure is not worth a delay. */
  count(what: Counted): Promise<void> {
    return this.#storage.put(what, this.#read(what) + 1, { allowUnconfirmed: true });
  }

  read(): Record<Counted, number> {
    return { failures: this.#read('failures'), wakes: this.#read('wakes'), alarms: this.#read('alarms') };
  }

  #read(what: Counted): number {
    return this.#storage.kv.get<number>(what) ?? 0;
  }
}
