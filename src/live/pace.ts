/** When a hub sends. Pure: the times come in. */
import { FRAME_WINDOW_MS } from '../shared/limits.ts';

/**
 * Leading-edge coalescing. An idle hub sends at once. Under load it sends once in a window, which grows with what sending
 * has cost: about half of the time remains for what comes in, so that many readers make frames larger, not the hub late.
 */
export class Pace {
  #startedAt = 0;
  #costMs = 0;

  /** @returns how long what is there now has to wait, ms */
  waitMs(now: number): number {
    return Math.max(0, this.#startedAt + this.windowMs - now);
  }

  /** The shortest time from one flush to the next, ms. */
  get windowMs(): number {
    return Math.max(FRAME_WINDOW_MS, this.#costMs * 2);
  }

  /** Sending begins. */
  started(now: number): void {
    this.#startedAt = now;
  }

  /** Everything that was sent has left the hub. */
  ended(now: number): void {
    this.#costMs = Math.max(0, now - this.#startedAt);
  }
}
