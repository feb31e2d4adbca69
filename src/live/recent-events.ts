/** The recent part of the log in memory: every event after its start, without gaps. Pure. */
import { RECENT_MAX_EVENTS, RECENT_MAX_LENGTH } from '../shared/limits.ts';
import type { LiveEvent } from '../shared/events.ts';
import { lengthOf, type Entry } from './entry.ts';

/** The share that is dropped when the memory is full, so that not every new event moves all others. */
const DROPPED_SHARE = 0.1;

/** A bounded, gapless list of the log's last events. */
export class RecentEvents {
  #entries: Entry[] = [];
  #length = 0;
  #start: number;

  /** @param position - the start; the events after it will be appended */
  constructor(position: number) {
    this.#start = position;
  }

  /** Every event of the log after this position is in memory. */
  get start(): number {
    return this.#start;
  }

  /** Appends the next events of the log. */
  append(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    this.#length += lengthOf(entries);
    this.#trim();
  }

  /**
   * Prepends events before the present start, if all of them fit.
   *
   * @param start - the new start: every event between it and the present start is among the entries
   * @returns whether they fit
   */
  prepend(entries: readonly Entry[], start: number): boolean {
    const length = this.#length + lengthOf(entries);
    if (this.#entries.length + entries.length > RECENT_MAX_EVENTS || length > RECENT_MAX_LENGTH) return false;
    this.#entries = [...entries, ...this.#entries];
    this.#length = length;
    this.#start = start;
    return true;
  }

  /** Returns every event after a position; undefined when the memory does not reach back that far. */
  after(position: number): readonly Entry[] | undefined {
    return position < this.#start ? undefined : this.#entries.slice(this.#countUpTo(position));
  }

  /** Returns the event with an id, if it is in memory. */
  get(id: number): Entry | undefined {
    const entry = this.#entries[this.#countUpTo(id) - 1];
    return entry?.event.id === id ? entry : undefined;
  }

  /**
   * Finds the id of the last event up to a position for which `hears` is true; undefined when there is none in memory.
   */
  lastUpTo(position: number, hears: (event: LiveEvent) => boolean): number | undefined {
    for (let index = this.#countUpTo(position) - 1; index >= 0; index -= 1) {
      const event = this.#entries[index]?.event;
      if (event && hears(event)) return event.id;
    }
    return undefined;
  }

  #countUpTo(position: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.event.id ?? Infinity) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #trim(): void {
    while (this.#entries.length > RECENT_MAX_EVENTS || this.#length > RECENT_MAX_LENGTH) {
      const dropped = this.#entries.splice(0, Math.ceil(this.#entries.length * DROPPED_SHARE));
      this.#length -= lengthOf(dropped);
      this.#start = dropped.at(-1)?.event.id ?? this.#start;
    }
  }
}
