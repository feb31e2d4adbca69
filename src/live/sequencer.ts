/** Puts events into the order of the log, whatever order they arrive in. Pure: no clock, no I/O. */
import type { LiveEvent } from '../shared/events.ts';

/** Early events that are kept while one before them is missing; beyond, they are read from the log again. */
const MAX_EARLY_EVENTS = 1_000;

export class Sequencer {
  #position: number;
  readonly #early = new Map<number, LiveEvent>();
  #head: number;

  /** @param position - id of the last event that has been delivered */
  constructor(position: number) {
    this.#position = position;
    this.#head = position;
  }

  /** Id of the last event that was taken. */
  get position(): number {
    return this.#position;
  }

  /** Takes in events as they arrive: late and repeated ones are dropped, early ones wait. */
  offer(events: readonly LiveEvent[]): void {
    for (const event of events) {
      if (event.id <= this.#position) continue;
      this.#head = Math.max(this.#head, event.id);
      if (this.#early.size < MAX_EARLY_EVENTS) this.#early.set(event.id, event);
    }
  }

  /** The events that are next without a gap, without taking them. */
  ready(): LiveEvent[] {
    const run: LiveEvent[] = [];
    for (let id = this.#position + 1; ; id += 1) {
      const event = this.#early.get(id);
      if (!event) return run;
      run.push(event);
    }
  }

  /** Whether something between the position and an event that arrived is missing. */
  hasGap(): boolean {
    return this.#head > this.#position + this.ready().length;
  }

  /** Goes on to a position: everything up to it has been delivered, or never will be. Never goes back. */
  advanceTo(position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    this.#head = Math.max(this.#head, position);
    for (const id of this.#early.keys()) if (id <= position) this.#early.delete(id);
  }
}
