/** Repeats requests while a service does not answer, e.g. because it restarts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../client/backoff.ts';
import { ApiError, newIdempotencyKey, type CallOptions } from '../client/index.ts';
import { UsageError } from './exit-codes.ts';
import { inSeconds, type Say } from './say.ts';

/** How long a service may fail to answer, from the first failure on, before a command gives up. */
export const PATIENCE_MS = 3 * 60_000;

/** Statuses that mean "not now": the service is overloaded, or a proxy answers in its place. */
const AWAY = new Set([429, 502, 503, 504]);

/** Time and randomness, replaceable in tests. */
export interface Clock {
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
  /** Returns a number in [0, 1). */
  random: () => number;
}
const systemClock: Clock = { now: Date.now, sleep: (ms) => sleep(ms), random: Math.random };

/** The service has not answered for too long. */
export class ServiceAwayError extends UsageError {}

/** Whether the same request may succeed a little later. */
export function isAway(error: unknown): error is ApiError {
  // A status below 400 means no answer at all, or a successful one that broke off.
  return error instanceof ApiError && (error.status < 400 || AWAY.has(error.status));
}

/**
 * Repeats a request until it is answered, with growing delays, and at least as long as the service asks in
 * `Retry-After`.
 *
 * @param ask - must be safe to repeat: a lost answer looks like a lost request. It is called with the same idempotency
 * key each time
 * @throws {ServiceAwayError} when the service does not answer for longer than {@link PATIENCE_MS}
 */
export async function patiently<T>(
  ask: (call: Required<CallOptions>) => Promise<T>,
  say: Say,
  clock = systemClock,
): Promise<T> {
  const call = { idempotencyKey: newIdempotencyKey() };
  let since: number | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask(call);
    } catch (error) {
      if (!isAway(error)) throw error;
      since ??= clock.now();
      const waitMs = Math.max(backoffMs(failures, clock.random), error.retryAfterMs ?? 0);
      const reason = describe(error);
      if (clock.now() + waitMs - since > PATIENCE_MS) {
        throw new ServiceAwayError(`${reason} It has been away for too long.`, { cause: error });
      }
      say(`${reason} Trying again in ${inSeconds(waitMs)}.`);
      await clock.sleep(waitMs);
    }
  }
}

/** Describes a failure. The reason of a failed connection is two causes deep in the error of `fetch`. */
function describe(error: ApiError): string {
  const failed = error.cause instanceof Error ? error.cause.cause : undefined;
  const why = failed instanceof Error ? failed.message : '';
  return why === '' ? error.message : `${error.message.replace(/\.$/, '')} (${why}).`;
}
