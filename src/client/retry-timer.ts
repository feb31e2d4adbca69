/** When a subscription connects again. */
import { CLIENT_STABLE_AFTER_MS } from '../shared/limits.ts';
import { backoffMs } from './backoff.ts';

/** Counts failed attempts in a row, and schedules the next one with a backoff. */
export class RetryTimer {
  readonly #random: () => number;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;

  /** @param random - returns a number in [0, 1) */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** A connection was established. When it lasts {@link CLIENT_STABLE_AFTER_MS}, the backoff starts over. */
  established(): void {
    clearTimeout(this.#stable);
    this.#stable = setTimeout(() => {
      this.#failures = 0;
    }, CLIENT_STABLE_AFTER_MS);
  }

  /**
   * Counts a failure and schedules the next attempt.
   *
   * @param immediately - skip the backoff; only honoured for the first failure in a row
   * @returns the delay in milliseconds
   */
  schedule(immediately: boolean, connect: () => void): number {
    this.#failures += 1;
    const retryInMs = immediately && this.#failures === 1 ? 0 : backoffMs(this.#failures, this.#random);
    this.#retry = setTimeout(connect, retryInMs);
    return retryInMs;
  }

  /** Cancels the next attempt. The count of failures stays. */
  cancel(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#stable);
  }
}
