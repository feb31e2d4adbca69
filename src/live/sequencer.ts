/** Puts events into the order of the log, whatever order they arrive in. Pure: no clock, no I/O. */
import type { LiveEvent } from '../shared/events.ts';

/** Early events that are kept while one before them is missing; beyond, they are read from the log again. */
const MAX_EARLY_EVENTS = 1_000;
/** Delivered events that are remembered, to tell a late event from another one under the same id. */
const MAX_REMEMBERED_EVENTS = 1_000;

export class Sequencer {
  #position: number;
  readonly #early = new Map<number, LiveEvent>();
  readonly #delivered = new Map<number, string>();
  #head: number;
  #inDoubt = false;
  #restored = false;

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
      if (event.id <= this.#position) {
        const known = this.#delivered.get(event.id);
        if (known === undefined) this.#inDoubt = true;
        else if (known !== identify(event)) this.#restored = true;
        continue;
      }
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

  /** Whether an id came again for something else: the log was restored to an earlier time, and gives its ids anew. */
  get restored(): boolean {
    return this.#restored;
  }

  /** Whether the log has to be read: something is missing, or an id came that is not known to be what was delivered. */
  needsLog(): boolean {
    return this.#inDoubt || this.#restored || this.hasGap();
  }

  /** The log was read on from the position: whatever was in doubt, it has told. */
  settle(): void {
    this.#inDoubt = false;
  }

  /** These were delivered, ascending; the position is the last of them. */
  deliver(events: readonly LiveEvent[]): void {
    for (const event of events) this.#delivered.set(event.id, identify(event));
    for (const id of this.#delivered.keys()) {
      if (this.#delivered.size <= MAX_REMEMBERED_EVENTS) break;
      this.#delivered.delete(id);
    }
    this.advanceTo(events.at(-1)?.id ?? 0);
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

/** Ids of things are never given twice, not even by a log that was restored to an earlier time and goes on from there. */
function identify({ type, timestamp, validation_id, recommendation_id, workflow_id }: LiveEvent): string {
  return [type, timestamp, validation_id, recommendation_id, workflow_id].join(' ');
}
