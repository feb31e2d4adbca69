/**
 * Counts what an audience was sent, in totals that only grow. A reader's lag is the difference to its own totals. Pure.
 */
import { SLOW_READER_EVENTS } from '../shared/limits.ts';
import type { Message } from './frames.ts';

/** A number of events, and the length of their messages. */
export interface Totals {
  /** The number of events. */
  readonly events: number;
  /** The length of JSON in UTF-16 code units. */
  readonly length: number;
}
/** The totals after the event with the id `to` was sent. */
export interface Mark extends Totals {
  readonly to: number;
}

/** Records the totals after each message. */
export class Ledger {
  #totals: Totals = { events: 0, length: 0 };
  readonly #marks: Mark[] = [];

  /** The totals of everything sent so far. */
  get totals(): Totals {
    return this.#totals;
  }

  /** Records messages that were sent. */
  record(messages: readonly Message[]): void {
    this.#marks.push(...marksFrom(this.#totals, messages));
    this.#totals = this.#marks.at(-1) ?? this.#totals;
    // Older marks are not needed: a reader that lags further is disconnected.
    const forgotten = this.#totals.events - SLOW_READER_EVENTS;
    while ((this.#marks[0]?.events ?? forgotten) < forgotten) this.#marks.shift();
  }

  /** Returns the totals up to a position; undefined when they are no longer recorded. */
  upTo(position: number): Totals | undefined {
    return lastUpTo(this.#marks, position);
  }
}

/** Returns the totals after each message. */
export function marksFrom(start: Totals, messages: readonly Message[]): Mark[] {
  let { events, length } = start;
  return messages.map(({ to, count, text }) => {
    events += count;
    length += text.length;
    return { to, events, length };
  });
}

/** Returns the last mark that is not beyond a position. The marks are ascending. */
export function lastUpTo(marks: readonly Mark[], position: number): Mark | undefined {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.to ?? Infinity) <= position) low = middle + 1;
    else high = middle;
  }
  return marks[low - 1];
}

/** Subtracts totals. */
export function minus(a: Totals, b: Totals): Totals {
  return { events: a.events - b.events, length: a.length - b.length };
}
