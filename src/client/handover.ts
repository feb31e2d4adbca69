/** Hands events to the subscriber, and acknowledges them when the subscriber is done. */
import type { LiveEvent } from '../shared/events.ts';
import { describe, type Callbacks } from './callbacks.ts';
import type { ClientConnection } from './client-connection.ts';

/** Tracks which events the subscriber still works on. */
export class Handover {
  readonly #onEvents: (events: LiveEvent[]) => void | Promise<void>;
  readonly #callbacks: Callbacks;
  #working: Promise<void> = Promise.resolve();

  constructor(onEvents: (events: LiveEvent[]) => void | Promise<void>, callbacks: Callbacks) {
    this.#onEvents = onEvents;
    this.#callbacks = callbacks;
  }

  /** Resolves when the subscriber is done with all events that it has been handed so far. */
  get idle(): Promise<void> {
    return this.#working;
  }

  /**
   * Hands events to the subscriber. When `onEvents` returns a promise, they are acknowledged after it has settled.
   *
   * @param position - id of the last event in the frame
   */
  hand(events: LiveEvent[], position: number, connection: ClientConnection | undefined): void {
    const acknowledge = () => connection?.acknowledge(position, events.length);
    let work: unknown;
    this.#callbacks.run(() => {
      work = this.#onEvents(events);
    });
    if (!(work instanceof Promise)) {
      acknowledge();
      return;
    }
    const done = work
      .catch((error: unknown) => this.#callbacks.problem('callback', describe(error)))
      .then(acknowledge);
    const before = this.#working;
    this.#working = done.then(() => before);
  }
}
