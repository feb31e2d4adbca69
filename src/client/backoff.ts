/** The delay before the next attempt. Pure. */

const BASE_MS = 500;
const MOST_MS = 15_000;

/**
 * Exponential backoff with full jitter, so that a thousand clients do not reconnect at the same moment.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures - the number of failed attempts in a row, from 1
 * @param random - returns a number in [0, 1)
 * @returns the delay in milliseconds
 */
export function backoffMs(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures - 1, 16)));
}
