/** Decides what a resuming connection is sent. Pure. */
import { RESUME_MAX_EVENTS, RESUME_MAX_LENGTH } from '../shared/limits.ts';
import { lengthOf, type Entry } from './entry.ts';

/** The missed events, or `reset` when they cannot be replayed. */
export type Missed = { reset: false; entries: readonly Entry[] } | { reset: true };

/** The question that {@link planReplay} answers. */
export interface MissedRequest {
  /** The client's position. */
  after: number;
  /** The hub's position. The replay ends there, and live events follow. */
  position: number;
  /** Id of the oldest event that is still known. */
  oldest: number;
  /**
   * The audience's events after `after`, ascending. If they were read with a limit, it was {@link RESUME_READ_LIMIT}.
   */
  entries: readonly Entry[];
}

/** One more than may be replayed, to tell too many events from just enough. */
export const RESUME_READ_LIMIT = RESUME_MAX_EVENTS + 1;

/** Decides between replaying every event after the client's position and a reset. It never replays only a part. */
export function planReplay({ after, position, oldest, entries }: MissedRequest): Missed {
  const isUnknown = after > position;
  const isForgotten = after < oldest - 1;
  if (isUnknown || isForgotten || entries.length > RESUME_MAX_EVENTS) return { reset: true };
  const missed = entries.filter(({ event }) => event.id <= position);
  return lengthOf(missed) > RESUME_MAX_LENGTH ? { reset: true } : { reset: false, entries: missed };
}
