/** When the hub's alarm rings: while anyone is connected, or something is to be looked after; never otherwise. */

const MAINTENANCE_KEY = 'looks-after';

export class AlarmClock {
  readonly #storage: DurableObjectStorage;
  readonly #hasReaders: () => boolean;
  /** When it rings, ms since 1970; null for never, undefined when it is not known since the wake. */
  #at: number | null | undefined;
  /** How often it was asked to look after something, since the wake. */
  #timesScheduled = 0;

  constructor(storage: DurableObjectStorage, hasReaders: () => boolean) {
    this.#storage = storage;
    this.#hasReaders = hasReaders;
  }

  /** It has rung. */
  markFired(): void {
    this.#at = null;
  }

  /** Makes it ring within a time, if there is a cause. */
  async scheduleWithin(ms: number): Promise<void> {
    if (!this.#hasCause) return;
    const at = Date.now() + ms;
    if (this.#at === undefined) this.#at = await this.#storage.getAlarm();
    if (this.#at !== null && this.#at <= at) return;
    this.#at = at;
    await this.#storage.setAlarm(at);
  }

  /** Lets it be still, if there is no cause. */
  async cancelIfIdle(): Promise<void> {
    if (this.#hasCause) return;
    this.#at = null;
    await this.#storage.deleteAlarm();
  }

  /** There is something to look after, whether anyone listens or not: it rings until {@link runMaintenance} finds nothing more. */
  async scheduleMaintenance(withinMs: number): Promise<void> {
    this.#timesScheduled += 1;
    this.#storage.kv.put(MAINTENANCE_KEY, true);
    await this.scheduleWithin(withinMs);
  }

  /**
   * Looks after what there is.
   *
   * @param upkeep - says within how many milliseconds it is to be done again, although nobody listens; null: it can wait
   */
  async runMaintenance(upkeep: () => Promise<number | null>): Promise<void> {
    const timesScheduled = this.#timesScheduled;
    const again = await upkeep();
    if (again !== null) await this.scheduleMaintenance(again);
    // Asked for meanwhile, it may be about what came after the look.
    else if (timesScheduled === this.#timesScheduled) this.#storage.kv.delete(MAINTENANCE_KEY);
    await this.cancelIfIdle();
  }

  get #hasCause(): boolean {
    return this.#hasReaders() || this.#storage.kv.get(MAINTENANCE_KEY) === true;
  }
}
