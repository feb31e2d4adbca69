/** Keeps a client's position, and selects the new events of each frame. Pure: no socket, no clock. */
import type { LiveEvent } from '../shared/events.ts';
import type { Frame } from '../shared/protocol.ts';

/**
 * The result of a frame. With `gap`, an event before the frame was missed: nothing is taken, and the client resumes from
 * {@link Sequence.position}.
 */
export type Taken = { gap: true } | { gap: false; events: LiveEvent[] };

/** Keeps the position: where the stream started, or the last id received since. */
export class Sequence {
  #position: number;
  #gaps = 0;
  /** The timestamp of the event at the position; undefined when that is not an event that was received. */
  #timestamp: string | undefined;

  constructor(position: number) {
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** The timestamp of the event at the position, if that event was received. */
  get timestamp(): string | undefined {
    return this.#timestamp;
  }

  /** The number of gaps since a frame was last taken. After the second, resuming from the position has not helped. */
  get gaps(): number {
    return this.#gaps;
  }

  /** Takes the new events of a frame, each once and in order. */
  take(frame: Frame): Taken {
    if (frame.from > this.#position || !isInOrder(frame)) {
      this.#gaps += 1;
      return { gap: true };
    }
    this.#gaps = 0;
    const events = frame.events.filter((event) => event.id > this.#position);
    const last = events.at(-1);
    if (last) this.#timestamp = last.id === frame.to ? last.timestamp : undefined;
    this.#position = Math.max(this.#position, frame.to);
    return { gap: false, events };
  }
}

/**
 * Whether the events are ascending, unique, and between `from` and `to`. A frame with other events may be incomplete.
 */
function isInOrder({ from, to, events }: Frame): boolean {
  let last = from;
  for (const { id } of events) {
    if (id <= last) return false;
    last = id;
  }
  return last <= to;
}
