/** Decides when a hub may send. Pure: times are parameters. */
import { FRAME_WINDOW_MS } from '../shared/limits.ts';

/**
 * Leading-edge coalescing. An idle hub sends at once. Under load it sends once per window, and not before the last
 * flush has left the hub: with many readers the frames grow, instead of the delay. See docs/decisions/0015.
 */
export class Pace {
  #startedAt = 0;
  #isSending = false;
  #costMs = 0;

  /** @returns how long to wait in milliseconds; undefined while the last flush has not left the hub yet */
  waitMs(now: number): number | undefined {
    return this.#isSending ? undefined : Math.max(0, this.#startedAt + FRAME_WINDOW_MS - now);
  }

  /** The time from one flush to the next under load, in milliseconds. */
  get windowMs(): number {
    return Math.max(FRAME_WINDOW_MS, this.#costMs);
  }

  /** A flush begins. */
  started(now: number): void {
    this.#startedAt = now;
    this.#isSending = true;
  }

  /** The flush has left the hub. */
  ended(now: number): void {
    this.#costMs = Math.max(0, now - this.#startedAt);
    this.#isSending = false;
  }
}
