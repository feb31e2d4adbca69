/** Schedules the hub's alarm. The alarm is set while anyone is connected or maintenance is due, and never otherwise. */

/** The storage key for "maintenance is due". The name is older than the constant's, and stored data depends on it. */
const MAINTENANCE_KEY = 'looks-after';

/** Owns the alarm of a Durable Object: one alarm for heartbeats and for maintenance. */
export class AlarmClock {
  readonly #storage: DurableObjectStorage;
  readonly #hasReaders: () => boolean;
  /**
   * The time of the alarm in ms since 1970; null when it is not set, undefined when that is unknown since the last
   * wake.
   */
  #at: number | null | undefined;
  /** How often maintenance was scheduled since the last wake. */
  #timesScheduled = 0;

  /** @param hasReaders - whether anyone is connected now */
  constructor(storage: DurableObjectStorage, hasReaders: () => boolean) {
    this.#storage = storage;
    this.#hasReaders = hasReaders;
  }

  /** Records that the alarm has fired. */
  markFired(): void {
    this.#at = null;
  }

  /**
   * Makes sure that the alarm fires within this many milliseconds. Does nothing when nobody is connected and no
   * maintenance is due.
   */
  async scheduleWithin(ms: number): Promise<void> {
    if (!this.#hasCause) return;
    const at = Date.now() + ms;
    if (this.#at === undefined) this.#at = await this.#storage.getAlarm();
    if (this.#at !== null && this.#at <= at) return;
    this.#at = at;
    await this.#storage.setAlarm(at);
  }

  /** Deletes the alarm when nobody is connected and no maintenance is due. */
  async cancelIfIdle(): Promise<void> {
    if (this.#hasCause) return;
    this.#at = null;
    await this.#storage.deleteAlarm();
  }

  /**
   * Schedules maintenance, whether anyone is connected or not. It repeats until {@link runMaintenance} finds nothing
   * left.
   */
  async scheduleMaintenance(withinMs: number): Promise<void> {
    this.#timesScheduled += 1;
    this.#storage.kv.put(MAINTENANCE_KEY, true);
    await this.scheduleWithin(withinMs);
  }

  /**
   * Runs maintenance, and schedules the next run if there is one.
   *
   * @param maintenance - does the work; returns the delay in milliseconds until the next run, or null when none is
   * needed
   */
  async runMaintenance(upkeep: () => Promise<number | null>): Promise<void> {
    const timesScheduled = this.#timesScheduled;
    const again = await upkeep();
    if (again !== null) await this.scheduleMaintenance(again);
    // A request that arrived during the run may be about something that the run did not see.
    else if (timesScheduled === this.#timesScheduled) this.#storage.kv.delete(MAINTENANCE_KEY);
    await this.cancelIfIdle();
  }

  get #hasCause(): boolean {
    return this.#hasReaders() || this.#storage.kv.get(MAINTENANCE_KEY) === true;
  }
}
