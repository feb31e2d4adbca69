/** Decides when queued events are sent. */
import { FRAME_WINDOW_MS } from '../shared/limits.ts';
import type { Delivery } from './delivery.ts';
import { Pace } from './pace.ts';

/** Flushes a {@link Delivery}: at once when the hub is idle, at most once per window under load. */
export class FlushTimer {
  readonly #delivery: Delivery;
  readonly #beforeFlush: () => void;
  readonly #pace = new Pace();
  #timer: number | null = null;

  /** @param beforeFlush - called before each flush */
  constructor(delivery: Delivery, beforeFlush: () => void) {
    this.#delivery = delivery;
    this.#beforeFlush = beforeFlush;
  }

  /** The time from one flush to the next under load, in milliseconds. */
  get windowMs(): number {
    return this.#pace.windowMs;
  }

  /** Flushes as soon as the pace and the readers allow it. */
  schedule(): void {
    if (this.#timer !== null) return;
    const now = Date.now();
    const waitMs = this.#pace.waitMs(now);
    if (waitMs === undefined) return;
    if (waitMs === 0 && this.#delivery.mayFlush(now)) this.flush();
    else
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.schedule();
      }, waitMs || FRAME_WINDOW_MS);
  }

  /** Sends everything that is queued now. */
  flush(): void {
    this.#beforeFlush();
    this.#pace.started(Date.now());
    this.#delivery.flush();
    // In workerd the clock stands still while code runs, so the cost of sending is measured in a later task.
    setTimeout(() => this.#flushed(), 0);
  }

  #flushed(): void {
    this.#pace.ended(Date.now());
    if (this.#delivery.isWaiting) this.schedule();
  }
}
