/**
 * What a hub counts. Its memory ends with hibernation, so what was counted is stored in the hub within a second, and written
 * down in the database by the alarm, at most once a minute.
 */
import type { Registry } from '../metrics/registry.ts';
import type { LiveEvent } from '../shared/events.ts';
import { METRICS_KEEP_MS, METRICS_SAVE_INTERVAL_MS } from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';

const KEY = 'figures';
/** Codes that are counted apart: ours, and those that runtimes use (RFC 6455, 7.4.1). */
const KNOWN_CODES: ReadonlySet<number> = new Set([
  1000,
  1001,
  1005,
  1006,
  1011,
  1012,
  ...Object.values(CLOSE),
]);

/** What a hub is asked for when its figures are taken. */
export interface HubState {
  /** The name of the hub, e.g. `hub-0`. */
  name: string;
  position: number | undefined;
  connections: number;
  /** Counters since the last wake. */
  delivered: { frames_sent: number; events_sent: number; slow_readers: number };
}

export interface HubFiguresParts {
  storage: DurableObjectStorage;
  registry: Registry;
  state: () => HubState;
  /** Writes down what the registry has; returns the id of the last event of the log. */
  save: () => Promise<number>;
  /** Makes sure that the alarm fires within so many milliseconds. */
  scheduleWithin: (ms: number) => Promise<void>;
  /** Takes care of work that nobody waits for. */
  background: (work: Promise<unknown>) => void;
}

/** Counts for one hub. */
export class HubFigureBook {
  readonly #parts: HubFiguresParts;
  /** What of {@link HubState.delivered} was counted. */
  #counted = { frames_sent: 0, events_sent: 0, slow_readers: 0 };
  #isPending = false;
  #isTimed = false;
  #savedAt = 0;
  /** Commit times of events that are queued, in ms since 1970. */
  #queued: number[] = [];

  constructor(parts: HubFiguresParts) {
    this.#parts = parts;
    const stored = parts.storage.kv.get<Record<string, number>>(KEY);
    if (stored === undefined) return;
    parts.registry.giveBack(stored);
    this.#isPending = true;
  }

  /** Whether something was counted that is not written down. */
  get isPending(): boolean {
    return this.#isPending;
  }

  /** A connection was opened. @param source - where what it missed came from; undefined when it did not resume */
  joined(source?: 'memory' | 'log' | 'reset'): void {
    this.#parts.registry.add('live_connects');
    if (source !== undefined) this.#parts.registry.add('live_resumes', [source]);
    this.#changed();
  }

  /** A connection ended. */
  closed(code: number): void {
    this.#parts.registry.add('live_closes', [KNOWN_CODES.has(code) ? String(code) : 'other']);
    this.#changed();
  }

  /** Something failed. */
  failed(): void {
    this.#parts.registry.add('hub_failures');
    this.#changed();
  }

  /** Events were read from the log, because no notification has brought them. */
  repaired(events: number): void {
    this.#parts.registry.add('events_repaired', [], events);
    this.#changed();
  }

  /** Events were queued for connections. */
  queued(events: readonly LiveEvent[]): void {
    if (this.#parts.state().connections === 0) return;
    for (const { timestamp } of events) this.#queued.push(Date.parse(timestamp));
  }

  /** What is queued is sent now. */
  sending(): void {
    if (this.#queued.length === 0) return;
    const now = Date.now();
    for (const at of this.#queued) {
      this.#parts.registry.observe('publish_to_send_seconds', [], Math.max(0, now - at) / 1_000);
    }
    this.#queued = [];
    this.#changed();
  }

  /** Writes down what was counted, unless that was done within the last minute and the hub wakes up anyway. */
  async saveIfDue(): Promise<void> {
    if (!this.#isPending) return;
    const isDue = Date.now() - this.#savedAt >= METRICS_SAVE_INTERVAL_MS;
    if (isDue || this.#parts.state().connections === 0) await this.save();
  }

  /** Writes down what was counted. @throws when the database cannot be reached; it is tried again within a minute */
  async save(): Promise<void> {
    const { storage, registry, state, save } = this.#parts;
    this.#take();
    const { name, connections, position } = state();
    registry.sample('connections', [name], connections);
    this.#savedAt = Date.now();
    this.#isPending = false;
    try {
      const head = await save();
      // Written down with the next figures.
      if (position !== undefined)
        registry.sample('hub_lag_events', [name], Math.max(0, head - (state().position ?? 0)));
    } catch (error) {
      this.#changed();
      throw error;
    }
    if (this.#isPending) this.#keep();
    else storage.kv.delete(KEY);
  }

  #changed(): void {
    if (!this.#isPending) {
      this.#isPending = true;
      this.#parts.background(this.#parts.scheduleWithin(METRICS_SAVE_INTERVAL_MS));
    }
    // Short enough not to keep the hub from hibernating, which takes 10 seconds without work.
    if (this.#isTimed) return;
    this.#isTimed = true;
    setTimeout(() => {
      this.#isTimed = false;
      if (this.#isPending) this.#keep();
    }, METRICS_KEEP_MS);
  }

  /** Stores what was counted in the hub. */
  #keep(): void {
    const { storage, registry, background } = this.#parts;
    this.#take();
    background(storage.put(KEY, registry.peek(), { allowUnconfirmed: true }));
  }

  /** Takes over what the delivery has counted. */
  #take(): void {
    const { registry, state } = this.#parts;
    const { delivered } = state();
    registry.add('frames_sent', [], delivered.frames_sent - this.#counted.frames_sent);
    registry.add('events_delivered', [], delivered.events_sent - this.#counted.events_sent);
    registry.add('slow_readers', [], delivered.slow_readers - this.#counted.slow_readers);
    this.#counted = { ...delivered };
  }
}
