/** Asks a service again while it is away: it may be restarting. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../client/backoff.ts';
import { ApiError } from '../client/index.ts';
import { UsageError } from './exit-codes.ts';
import { inSeconds, type Say } from './say.ts';

/** How long a service may be away, from the first failure on, before a command gives up. */
export const PATIENCE_MS = 3 * 60_000;

/** Answers that come from where the service should be, while it is not there or asks to be left alone for a while. */
const AWAY = new Set([429, 502, 503, 504]);

export interface Clock {
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
  /** In [0, 1) */
  random: () => number;
}
const systemClock: Clock = { now: Date.now, sleep: (ms) => sleep(ms), random: Math.random };

/** The service has been away for too long. */
export class ServiceAwayError extends UsageError {}

/** Whether the same request may get an answer a little later. */
export function isAway(error: unknown): error is ApiError {
  // No answer at all, or a good one that broke off.
  return error instanceof ApiError && (error.status < 400 || AWAY.has(error.status));
}

/**
 * Asks until there is an answer, waiting longer each time, and as long as the service says where it says so.
 *
 * @param ask - may be done twice: an answer that got lost can't be told from a request that did
 * @throws {ServiceAwayError} when it is away for longer than {@link PATIENCE_MS}
 */
export async function patiently<T>(ask: () => Promise<T>, say: Say, clock = systemClock): Promise<T> {
  let since: number | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
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

/** What failed; of a connection also why, which `fetch` keeps two causes below. */
function describe(error: ApiError): string {
  const failed = error.cause instanceof Error ? error.cause.cause : undefined;
  const why = failed instanceof Error ? failed.message : '';
  return why === '' ? error.message : `${error.message.replace(/\.$/, '')} (${why}).`;
}
