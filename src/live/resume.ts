/** What a connection that was away has to be sent. Pure: what there is comes in, the decision goes out. */
import { RESUME_MAX_EVENTS, RESUME_MAX_LENGTH } from '../shared/limits.ts';
import { lengthOf, type Entry } from './entry.ts';

export type Missed = { reset: false; entries: readonly Entry[] } | { reset: true };

export interface MissedRequest {
  /** Position that the client has. */
  after: number;
  /** Position that the hub has delivered: the replay ends here, live events follow. */
  position: number;
  /** Oldest event that is still known. */
  oldest: number;
  /** What the audience hears after `after`, ascending; if read with a limit, with {@link RESUME_READ_LIMIT}. */
  entries: readonly Entry[];
}

/** One more than may be replayed, so that too many can be told from just enough. */
export const RESUME_READ_LIMIT = RESUME_MAX_EVENTS + 1;

/** All or nothing: either every event after the client's position, or a reset. */
export function planReplay({ after, position, oldest, entries }: MissedRequest): Missed {
  const isUnknown = after > position;
  const isForgotten = after < oldest - 1;
  if (isUnknown || isForgotten || entries.length > RESUME_MAX_EVENTS) return { reset: true };
  const missed = entries.filter(({ event }) => event.id <= position);
  return lengthOf(missed) > RESUME_MAX_LENGTH ? { reset: true } : { reset: false, entries: missed };
}
