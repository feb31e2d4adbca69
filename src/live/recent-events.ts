/** The recent part of the log in memory: every event after its start, without a hole. Pure. */
import { RECENT_MAX_EVENTS, RECENT_MAX_LENGTH } from '../shared/limits.ts';
import type { LiveEvent } from '../shared/events.ts';
import { lengthOf, type Entry } from './entry.ts';

/** What is dropped at a time when it is full: a part, so that not every new event moves all the others. */
const DROPPED_SHARE = 0.1;

export class RecentEvents {
  #entries: Entry[] = [];
  #length = 0;
  #start: number;

  /** @param position - where it begins: events after it will be appended */
  constructor(position: number) {
    this.#start = position;
  }

  /** Every event of the log after this position is here. */
  get start(): number {
    return this.#start;
  }

  /** Takes in the next events of the log. */
  append(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    this.#length += lengthOf(entries);
    this.#trim();
  }

  /**
   * Takes in what comes before its start, as far as there is room for all of it.
   *
   * @param start - every event between this position and the present start is among the entries
   * @returns whether there was
   */
  prepend(entries: readonly Entry[], start: number): boolean {
    const length = this.#length + lengthOf(entries);
    if (this.#entries.length + entries.length > RECENT_MAX_EVENTS || length > RECENT_MAX_LENGTH) return false;
    this.#entries = [...entries, ...this.#entries];
    this.#length = length;
    this.#start = start;
    return true;
  }

  /** Every event after a position; undefined when it does not reach back that far. */
  after(position: number): readonly Entry[] | undefined {
    return position < this.#start ? undefined : this.#entries.slice(this.#countUpTo(position));
  }

  /** Id of the last event up to a position of those that `hears` takes; undefined when it is none of these. */
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
