/** Keeps a client's position, and selects the new events of each frame. Pure: no socket, no clock. */
import type { LiveEvent } from '../shared/events.ts';
import type { Frame } from '../shared/protocol.ts';

/**
 * The result of a frame. With `gap`, an event before the frame was missed: nothing is taken, and the client resumes
 * from {@link Sequence.position}.
 */
export type Taken = { gap: true } | { gap: false; events: LiveEvent[] };

/** Keeps the position: where the stream started, or the last id received since. */
export class Sequence {
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Takes the new events of a frame, each once and in order. */
  take(frame: Frame): Taken {
    if (frame.from > this.#position || !isInOrder(frame)) return { gap: true };
    const events = frame.events.filter((event) => event.id > this.#position);
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
