/** Puts events into the order of the log, whatever order they arrive in. Pure: no clock, no I/O. */
import type { LiveEvent } from '../shared/events.ts';

/** The number of early events kept while an event before them is missing. Any others are read from the log. */
const MAX_EARLY_EVENTS = 1_000;
/** The number of delivered events remembered, to tell a late event from a different one with the same id. */
const MAX_REMEMBERED_EVENTS = 1_000;

/** Orders the events of one log by id, and notices gaps and reused ids. */
export class Sequencer {
  #position: number;
  readonly #early = new Map<number, LiveEvent>();
  readonly #delivered = new Map<number, string>();
  #head: number;
  #inDoubt = false;
  #restored = false;

  /**
   * @param position - id of the last delivered event
   * @param identity - its {@link identify identity}, if it is known
   */
  constructor(position: number, identity?: string) {
    this.#position = position;
    this.#head = position;
    if (identity !== undefined) this.#delivered.set(position, identity);
  }

  /** The identity of the event at the position; undefined when it is not known. */
  get identity(): string | undefined {
    return this.#delivered.get(this.#position);
  }

  /** Id of the last delivered event. */
  get position(): number {
    return this.#position;
  }

  /** Accepts events as they arrive. Late and repeated ones are dropped; early ones are kept. */
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

  /** Returns the events that are next, up to the first gap. They stay here until {@link deliver}. */
  ready(): LiveEvent[] {
    const run: LiveEvent[] = [];
    for (let id = this.#position + 1; ; id += 1) {
      const event = this.#early.get(id);
      if (!event) return run;
      run.push(event);
    }
  }

  /**
   * Whether an id arrived again for a different event. The log was then restored to an earlier time, and ids are
   * reused.
   */
  get restored(): boolean {
    return this.#restored;
  }

  /**
   * Whether the log must be read: an event is missing, or an id arrived that cannot be compared with what was
   * delivered.
   */
  needsLog(): boolean {
    return this.#inDoubt || this.#restored || this.hasGap();
  }

  /** The log was read from the position on, which has settled all doubts. */
  settle(): void {
    this.#inDoubt = false;
  }

  /** Records events as delivered, ascending. The position moves to the last of them. */
  deliver(events: readonly LiveEvent[]): void {
    for (const event of events) this.#delivered.set(event.id, identify(event));
    for (const id of this.#delivered.keys()) {
      if (this.#delivered.size <= MAX_REMEMBERED_EVENTS) break;
      this.#delivered.delete(id);
    }
    this.advanceTo(events.at(-1)?.id ?? 0);
  }

  /** Whether an event between the position and one that has arrived is missing. */
  hasGap(): boolean {
    return this.#head > this.#position + this.ready().length;
  }

  /** Moves the position forward: everything up to it has been delivered, or will never exist. Never moves back. */
  advanceTo(position: number): void {
    if (position <= this.#position) return;
    this.#position = position;
    this.#head = Math.max(this.#head, position);
    for (const id of this.#early.keys()) if (id <= position) this.#early.delete(id);
  }
}

/** Identifies an event apart from its id. The ids of its subjects are never reused, not even by a restored log. */
export function identify({
  type,
  timestamp,
  validation_id,
  recommendation_id,
  workflow_id,
}: LiveEvent): string {
  return [type, timestamp, validation_id, recommendation_id, workflow_id].join(' ');
}
