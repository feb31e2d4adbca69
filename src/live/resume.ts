/** What a connection that was away has to be sent. Pure: the log's page comes in, the decision goes out. */
import type { LiveEvent } from '../shared/events.ts';
import { RESUME_MAX_EVENTS, RESUME_MAX_LENGTH } from '../shared/limits.ts';

export type Replay = { reset: false; events: LiveEvent[] } | { reset: true };

export interface ReplayRequest {
  /** Position that the client has. */
  after: number;
  /** Position that the hub has delivered: the replay ends here, live events follow. */
  position: number;
  /** Oldest event that the log still has. */
  oldest: number;
  /** What the audience hears after `after`, ascending; read with a limit of {@link RESUME_READ_LIMIT}. */
  events: readonly LiveEvent[];
}

/** One more than may be replayed, so that too many can be told from just enough. */
export const RESUME_READ_LIMIT = RESUME_MAX_EVENTS + 1;

/** All or nothing: either every event after the client's position, or a reset. */
export function planReplay({ after, position, oldest, events }: ReplayRequest): Replay {
  const unknown = after > position;
  const forgotten = after < oldest - 1;
  if (unknown || forgotten || events.length > RESUME_MAX_EVENTS) return { reset: true };
  const missed = events.filter((event) => event.id <= position);
  let length = 0;
  for (const event of missed) {
    length += JSON.stringify(event).length;
    if (length > RESUME_MAX_LENGTH) return { reset: true };
  }
  return { reset: false, events: missed };
}
