/** When a hub sends. Pure: the times come in. */
import { FRAME_WINDOW_MS } from '../shared/limits.ts';

/**
 * Leading-edge coalescing. An idle hub sends at once. Under load it sends once in a window, and not before what it sent
 * last has left it: many readers make frames larger, not the hub late. Why not later: docs/decisions/0015.
 */
export class Pace {
  #startedAt = 0;
  #isSending = false;
  #costMs = 0;

  /** @returns how long what is there now has to wait, ms; undefined: until what was sent last has left */
  waitMs(now: number): number | undefined {
    return this.#isSending ? undefined : Math.max(0, this.#startedAt + FRAME_WINDOW_MS - now);
  }

  /** The time from one flush to the next under load, ms. */
  get windowMs(): number {
    return Math.max(FRAME_WINDOW_MS, this.#costMs);
  }

  /** Sending begins. */
  started(now: number): void {
    this.#startedAt = now;
    this.#isSending = true;
  }

  /** Everything that was sent has left the hub. */
  ended(now: number): void {
    this.#costMs = Math.max(0, now - this.#startedAt);
    this.#isSending = false;
  }
}
