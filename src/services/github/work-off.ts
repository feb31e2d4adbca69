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
import { passedOver, targetsOf } from './targets.ts';

/** The first wait while GitHub is out of order, and the longest one. Each is twice as long as the one before. */
const MIN_WAIT_MS = 100;
const MAX_WAIT_MS = 5 * 60 * 1_000;

/** What is left of a delivery. */
export interface Left {
  /** How long to wait before the next part, in milliseconds. */
  waitMs: number;
  /** How often in a row GitHub was out of order. */
  outages: number;
}

/**
 * Does the next thing of a delivery.
 *
 * @param outages - how often in a row GitHub was out of order before
 * @returns null when nothing is left
 * @throws what the database throws, when it is to be tried again
 */
export async function workOff(context: CourierContext, id: string, outages = 0): Promise<Left | null> {
  const { db, github, now } = context;
  const delivery = await readWaiting(db, id);
  if (!delivery || !github) return null;
  if (context.served?.problem !== undefined) {
    await touchDelivery(db, id, new Date(now().getTime() + MAX_WAIT_MS).toISOString());
    return { waitMs: MAX_WAIT_MS, outages };
  }
  const { all, reason = null } = await passedOver(context, [delivery.repository]);
  if (all.size > 0) {
    await endDelivery(db, id, { now: now().toISOString(), error: reason });
    return null;
  }
  try {
    const asked: Courier = { ...context, delivery, client: await github.open(delivery.installation_id) };
    const settled = await settle(asked);
    const courier = { ...asked, delivery: settled ?? delivery };
    const waits: number[] = [];
    for (const target of settled ? await targetsOf(context, settled) : []) {
      const waitMs = await advance(courier, target);
      if (waitMs !== null) waits.push(waitMs);
    }
    if (waits.length > 0) {
      await touchDelivery(db, id, now().toISOString());
      return { waitMs: Math.min(...waits), outages: 0 };
    }
    await endDelivery(db, id, { now: now().toISOString() });
    return null;
  } catch (error) {
    const left = leftAfter(error, delivery, { now: now(), outages });
    if (left) {
      await touchDelivery(db, id, new Date(now().getTime() + left.waitMs).toISOString());
      return left;
    }
    // GitHub says no, and would say so again: the App was removed, or may not do that. Or it was out of order for long.
    const isFinal = error instanceof Refusal || hasStatus(error, 401, 403, 404, 410) || isOutage(error);
    if (!isFinal) throw error;
    await endDelivery(db, id, { now: now().toISOString(), error: reasonOf(error) });
    return null;
  }
}

/** What is left after a rate limit, or while GitHub is out of order. @returns undefined when waiting does not help */
function leftAfter(
  error: unknown,
  { received_at }: Delivery,
  { now, outages }: { now: Date; outages: number },
): Left | undefined {
  const seconds = retryAfterOf(error, now);
  if (seconds !== undefined) return { waitMs: seconds * 1_000, outages: 0 };
  const isOld = now.getTime() - Date.parse(received_at) > MAX_GITHUB_OUTAGE_MS;
  if (!isOutage(error) || isOld) return undefined;
  return { waitMs: Math.min(MIN_WAIT_MS * 2 ** outages, MAX_WAIT_MS), outages: outages + 1 };
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
