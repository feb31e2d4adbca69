/** Resumes deliveries whose instance was lost, as run-watch.ts does for runs. */
import { withDeadline } from '../../shared/deadline.ts';
import {
  DELIVERY_LIFETIME_MS,
  DELIVERY_STALLED_AFTER_MS,
  MAX_DELIVERY_RESUMES,
  RUNNER_TIMEOUT_MS,
} from '../../shared/limits.ts';
import {
  claimStalledDeliveries,
  endDelivery,
  forgetDeliveries,
  isAnyWaiting,
} from '../../store/github-deliveries.ts';
import type { ServiceContext } from '../context.ts';
import { attempt } from '../runs/run-watch.ts';

const MAX_RESUMED_AT_ONCE = 20;

export type DeliveryWatchContext = Pick<ServiceContext, 'db' | 'now' | 'github'>;

/**
 * Resumes stalled deliveries. Without the GitHub App they wait.
 *
 * @returns whether any delivery is still to be worked off, and so must be watched further
 */
export async function watchDeliveries(context: DeliveryWatchContext): Promise<boolean> {
  const { db, github } = context;
  if (github === undefined) return false;
  const at = context.now();
  const now = at.toISOString();
  await forgetDeliveries(db, new Date(at.getTime() - DELIVERY_LIFETIME_MS).toISOString());
  const since = new Date(at.getTime() - DELIVERY_STALLED_AFTER_MS).toISOString();
  const claimed = await claimStalledDeliveries(db, { since, now, limit: MAX_RESUMED_AT_ONCE });
  await Promise.all(
    claimed.map(({ id, resumes }) =>
      resumes > MAX_DELIVERY_RESUMES
        ? endDelivery(db, id, { now, error: `It did not get on, although it was started anew.` })
        : attempt(context, () => withDeadline(github.couriers.resume(id), RUNNER_TIMEOUT_MS)),
    ),
  );
  return isAnyWaiting(db);
}
