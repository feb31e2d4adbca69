/**
 * Works off what GitHub has told. A webhook says only where to look: what is to be done is asked of GitHub, so that webhooks
 * may come late, twice and in any order. Each call does one thing and may be repeated.
 */
import { hasStatus, isGitHubError, isOutage, retryAfterOf } from '../../github/errors.ts';
import { describeError } from '../../log.ts';
import { MAX_GITHUB_OUTAGE_MS } from '../../shared/limits.ts';
import { endDelivery, readWaiting, touchDelivery, type Delivery } from '../../store/github-deliveries.ts';
import { Refusal } from '../errors.ts';
import type { Courier, CourierContext } from './courier-context.ts';
import { settle } from './asked.ts';
import { advance } from './line.ts';
import { targetsOf } from './targets.ts';

/** The waits while GitHub is out of order. */
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 5 * 60 * 1_000;

/**
 * Does the next thing of a delivery.
 *
 * @returns how long to wait before the next one, in milliseconds; null when nothing is left
 * @throws what the database or GitHub throws, when it is to be tried again
 */
export async function workOff(context: CourierContext, id: string): Promise<number | null> {
  const { db, github, now } = context;
  const delivery = await readWaiting(db, id);
  if (!delivery || !github) return null;
  try {
    const asked: Courier = { ...context, delivery, client: await github.open(delivery.installation_id) };
    const settled = await settle(asked);
    const courier = { ...asked, delivery: settled ?? delivery };
    const waits: number[] = [];
    for (const target of settled ? await targetsOf(db, settled) : []) {
      const waitMs = await advance(courier, target);
      if (waitMs !== null) waits.push(waitMs);
    }
    if (waits.length > 0) {
      await touchDelivery(db, id, now().toISOString());
      return Math.min(...waits);
    }
    await endDelivery(db, id, { now: now().toISOString() });
    return null;
  } catch (error) {
    const waitMs = waitAfter(error, delivery, now());
    if (waitMs !== undefined) {
      await touchDelivery(db, id, new Date(now().getTime() + waitMs).toISOString());
      return waitMs;
    }
    // GitHub says no, and would say so again: the App was removed, or may not do that. Or it was out of order for long.
    const isFinal = error instanceof Refusal || hasStatus(error, 401, 403, 404, 410) || isOutage(error);
    if (!isFinal) throw error;
    await endDelivery(db, id, { now: now().toISOString(), error: reasonOf(error) });
    return null;
  }
}

/**
 * How long to wait after a rate limit, or while GitHub is out of order: half as long as the delivery is old, so that a short
 * outage is over soon, and a long one costs few requests.
 *
 * @returns milliseconds; undefined when waiting does not help
 */
function waitAfter(error: unknown, { received_at }: Delivery, now: Date): number | undefined {
  const seconds = retryAfterOf(error, now);
  if (seconds !== undefined) return seconds * 1_000;
  const ageMs = now.getTime() - Date.parse(received_at);
  if (!isOutage(error) || ageMs > MAX_GITHUB_OUTAGE_MS) return undefined;
  return Math.min(Math.max(MIN_WAIT_MS, ageMs / 2), MAX_WAIT_MS);
}

/** Notes that a delivery was given up. */
export async function giveUp({ db, now }: CourierContext, id: string, error: unknown): Promise<void> {
  await endDelivery(db, id, { now: now().toISOString(), error: reasonOf(error) });
}

/** Why something failed, in one line and without what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (isGitHubError(error)) return `GitHub has answered with ${error.status}.`;
  return describeError(error).split('\n', 1)[0] ?? '';
}
