/**
 * Finds past events: in memory if it reaches back far enough, in the log otherwise. A read for one reader serves all
 * that resume from the same position, so that a thousand reconnects at once cost about one read.
 */
import type { EventFilter, LogPage } from '../store/events.ts';
import { audienceKey, hears } from './audience.ts';
import { toEntry, type Entry } from './entry.ts';
import { RecentEvents } from './recent-events.ts';
import { planReplay, RESUME_READ_LIMIT, type Missed } from './resume.ts';

/** The number of audiences whose last event is remembered. */
const MAX_REMEMBERED = 1_000;

/** The reads of the log that a {@link Recall} needs. */
export interface LogReader {
  /** Reads events after a position, ascending: all of them, or those of an audience. */
  read: (request: { after: number; limit: number; audience?: EventFilter }) => Promise<LogPage>;
  /** Finds the id of the last event up to a position that the audience would have received; 0 if there is none. */
  lastFor: (audience: EventFilter, position: number) => Promise<number>;
}

/**
 * What a new connection is sent first. `from` is the id of the last event before it that the connection would have
 * received.
 */
export type Replay = { reset: true } | { reset: false; from: number; entries: readonly Entry[] };

/** Answers what a reader has missed. */
export class Recall {
  readonly #log: LogReader;
  readonly #lastBefore = new Map<string, { last: number; upTo: number }>();
  #recent: RecentEvents;
  /** Id of the oldest event that the log is known to have. It only grows. */
  #oldest = 0;
  /** Up to this position, reading back would exceed the memory. */
  #tooFarBack = -1;
  /** The last answer that did not fit into memory, with its question. */
  #answered: { question: string; missed: Missed } | undefined;
  /** How often missed events were read from the log. */
  #reads = 0;
  /** The last event whose timestamp was read from the log. */
  #checked: { id: number; timestamp: string | undefined; isKept: boolean } | undefined;

  /** @param position - the hub's position; {@link Recall.append} adds what is delivered after it */
  constructor(log: LogReader, position: number) {
    this.#log = log;
    this.#recent = new RecentEvents(position);
  }

  /** How often missed events were read from the log, to tell where an answer came from. */
  get reads(): number {
    return this.#reads;
  }

  /** Remembers delivered events. */
  append(entries: readonly Entry[]): void {
    this.#recent.append(entries);
  }

  /** Forgets everything, because the log was restored to an earlier time. */
  forget(position: number): void {
    this.#recent = new RecentEvents(position);
    this.#lastBefore.clear();
    this.#oldest = 0;
    this.#tooFarBack = -1;
    this.#answered = undefined;
    this.#checked = undefined;
  }

  /**
   * Finds what a reader has missed.
   *
   * @param reader - its position, and the timestamp of its event there, if it has one
   * @param position - the hub's position
   * @throws when the log cannot be read
   */
  async replay(
    audience: EventFilter,
    { after, at }: { after: number; at?: string | undefined },
    position: number,
  ): Promise<Replay> {
    if (after > position) return { reset: true };
    if (at !== undefined && (await this.#isOther(after, at))) return { reset: true };
    const missed = await this.#missed(audience, after, position);
    if (missed.reset) return missed;
    return { reset: false, from: await this.lastFor(audience, after), entries: missed.entries };
  }

  /** Finds the id of the last event up to a position that the audience would have received; 0 if there is none. */
  async lastFor(audience: EventFilter, position: number): Promise<number> {
    const recent = this.#recent.lastUpTo(position, (event) => hears(audience, event));
    if (recent !== undefined) return recent;
    const upTo = Math.min(position, this.#recent.start);
    const key = audienceKey(audience);
    const known = this.#lastBefore.get(key);
    if (known && known.last <= upTo && upTo <= known.upTo) return known.last;
    const last = await this.#log.lastFor(audience, upTo);
    if (this.#lastBefore.size >= MAX_REMEMBERED) this.#lastBefore.clear();
    this.#lastBefore.set(key, { last, upTo });
    return last;
  }

  /** Whether the log has another event with this id than the reader, because it was restored to an earlier time. */
  async #isOther(id: number, timestamp: string): Promise<boolean> {
    const recent = this.#recent.get(id);
    if (recent) return recent.event.timestamp !== timestamp;
    if (this.#checked?.id !== id) {
      const page = await this.#log.read({ after: id - 1, limit: 1 });
      const [event] = page.events;
      const isKept = page.oldest <= id;
      this.#checked = { id, timestamp: event?.id === id ? event.timestamp : undefined, isKept };
    }
    // An event that retention has deleted cannot be compared. One that is missing among later ones was never kept here.
    return this.#checked.isKept && this.#checked.timestamp !== timestamp;
  }

  async #missed(audience: EventFilter, after: number, position: number): Promise<Missed> {
    if (after < this.#recent.start) await this.#reachBackTo(after);
    const recent = this.#recent.after(after);
    if (recent) {
      const entries = recent.filter(({ event }) => hears(audience, event));
      return planReplay({ after, position, oldest: 0, entries });
    }
    if (after < this.#oldest - 1) return { reset: true };
    return this.#readMissed(audience, after, position);
  }

  /**
   * Extends the memory back to a position, for all readers. What exceeds the memory is read for each audience instead.
   */
  async #reachBackTo(after: number): Promise<void> {
    if (after < this.#oldest - 1 || after <= this.#tooFarBack) return;
    const { start } = this.#recent;
    this.#reads += 1;
    const page = await this.#log.read({ after, limit: RESUME_READ_LIMIT });
    this.#oldest = Math.max(this.#oldest, page.oldest);
    if (after < this.#oldest - 1) return;
    const isWhole = page.events.length < RESUME_READ_LIMIT;
    const before = page.events.filter(({ id }) => id <= start).map(toEntry);
    if (!isWhole || !this.#recent.prepend(before, after)) this.#tooFarBack = after;
  }

  async #readMissed(audience: EventFilter, after: number, position: number): Promise<Missed> {
    const question = `${audienceKey(audience)} ${after} ${position}`;
    if (this.#answered?.question === question) return this.#answered.missed;
    this.#reads += 1;
    const { oldest, events } = await this.#log.read({ after, limit: RESUME_READ_LIMIT, audience });
    this.#oldest = Math.max(this.#oldest, oldest);
    const missed = planReplay({ after, position, oldest, entries: events.map(toEntry) });
    this.#answered = { question, missed };
    return missed;
  }
}
