import type { Principal } from '../../access/principal.ts';
import { MAX_SWEPT_IGNORED } from '../../shared/limits.ts';
import { toLiveEvents } from '../../store/events.ts';
import { deleteExpired, readRejectedWithExpired } from '../../store/expired-ignoring.ts';
import { OWN_ACTOR, type DecidingContext } from '../context.ts';
import { decideRecommendationsById } from './decide.ts';

const OWN: Principal = { actor: OWN_ACTOR, role: 'reviewer', families: null };
const note = 'The time until which it was ignored is over.';

/**
 * Stops ignoring findings whose time is over, a bounded number of them. A change that was rejected along with ignoring them
 * is proposed again. What another service has is ended there.
 */
export async function endIgnoring(context: Omit<DecidingContext, 'principal'>): Promise<void> {
  const { db, now, publish, served } = context;
  const expired = { now: now().toISOString(), limit: MAX_SWEPT_IGNORED, served };
  const rejected = await readRejectedWithExpired(db, expired);
  if (rejected.length > 0) {
    await decideRecommendationsById({ ...context, principal: OWN }, rejected, 'reopen', { note });
  }
  publish(toLiveEvents(await deleteExpired(db, expired, { actor: OWN_ACTOR, note })));
}
