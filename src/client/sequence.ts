/** What a client has, and what it makes of what it gets. Pure: no socket, no clock. */
import type { LiveEvent } from '../shared/events.ts';
import type { Frame } from '../shared/protocol.ts';

/** `gap`: something before this frame was missed; take nothing of it, and resume from {@link Sequence.position}. */
export type Taken = { gap: true } | { gap: false; events: LiveEvent[] };

/** Keeps the position: where the stream started, or the last id it got since. */
export class Sequence {
  #position: number;

  constructor(position: number) {
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Takes what is new in a frame, each event once and in order. */
  take(frame: Frame): Taken {
    if (frame.from > this.#position || !isInOrder(frame)) return { gap: true };
    const events = frame.events.filter((event) => event.id > this.#position);
    this.#position = Math.max(this.#position, frame.to);
    return { gap: false, events };
  }
}

/** Ascending, each once, and all of them between `from` and `to`. A frame that is not cannot be trusted to be whole. */
function isInOrder({ from, to, events }: Frame): boolean {
  let last = from;
  for (const { id } of events) {
    if (id <= last) return false;
    last = id;
  }
  return last <= to;
}
