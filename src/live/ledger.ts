/** What an audience was sent, in totals that only grow: how far a reader lags is the difference to its own. Pure. */
import { SLOW_READER_EVENTS } from '../shared/limits.ts';
import type { Message } from './frames.ts';

export interface Totals {
  /** How many events. */
  readonly events: number;
  /** UTF-16 code units of JSON. */
  readonly length: number;
}
/** The totals once the event with this id was sent. */
export interface Mark extends Totals {
  readonly to: number;
}

export class Ledger {
  #totals: Totals = { events: 0, length: 0 };
  readonly #marks: Mark[] = [];

  get totals(): Totals {
    return this.#totals;
  }

  /** Takes note of what was sent. */
  record(messages: readonly Message[]): void {
    this.#marks.push(...marksFrom(this.#totals, messages));
    this.#totals = this.#marks.at(-1) ?? this.#totals;
    // Nobody lags further: who would is sent away.
    const forgotten = this.#totals.events - SLOW_READER_EVENTS;
    while ((this.#marks[0]?.events ?? forgotten) < forgotten) this.#marks.shift();
  }

  /** The totals up to a position; undefined when what was sent up to there is not known. */
  upTo(position: number): Totals | undefined {
    return lastUpTo(this.#marks, position);
  }
}

/** The totals after each of the messages. */
export function marksFrom(start: Totals, messages: readonly Message[]): Mark[] {
  let { events, length } = start;
  return messages.map(({ to, count, text }) => {
    events += count;
    length += text.length;
    return { to, events, length };
  });
}

/** The last mark that is not beyond a position. */
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

export function minus(a: Totals, b: Totals): Totals {
  return { events: a.events - b.events, length: a.length - b.length };
}
