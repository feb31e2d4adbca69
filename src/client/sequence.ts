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

  /** A snapshot was loaded: everything up to its position is known. It may be lower than before, after a restored log. */
  startAt(position: number): void {
    this.#position = position;
  }

  /** Takes what is new in a frame, each event once and in order. */
  take(frame: Frame): Taken {
    if (frame.from > this.#position) return { gap: true };
    const events = frame.events.filter((event) => event.id > this.#position);
    this.#position = Math.max(this.#position, frame.to);
    return { gap: false, events };
  }
}
