/** When a failed attempt is repeated. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The waits after the first failures in a row; the last one is that of all further failures. */
const WAITS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 60 * MINUTE];
const LONGEST_MS = 60 * MINUTE;

/**
 * How long to wait after a failure, in milliseconds: up to a fifth more or less than planned, so that many webhooks of one
 * receiver do not return at once.
 *
 * @param failures - how many attempts have failed in a row, at least 1
 * @param asked - how long the receiver asks to be left alone, in milliseconds; more than an hour counts as an hour
 * @param random - from 0 to 1
 */
export function waitAfter(failures: number, asked: number, random: number): number {
  const planned = WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? LONGEST_MS;
  return Math.max(Math.min(asked, LONGEST_MS), Math.round(planned * (0.8 + 0.4 * random)));
}
