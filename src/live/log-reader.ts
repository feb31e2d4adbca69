/** Reads the log with a deadline, so that a stalled database does not block every reader. */
import { LOG_READ_TIMEOUT_MS } from '../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { lastEventFor, readHead, readLog } from '../store/events.ts';
import { withDeadline } from '../shared/deadline.ts';
import type { LogReader } from './recall.ts';

/** The reads that the hub needs. */
export type HubLog = LogReader & { head: () => Promise<number> };

/** Opens the log. Each read rejects after {@link LOG_READ_TIMEOUT_MS}. */
export function openLog(db: Database): HubLog {
  return {
    read: (request) => withDeadline(readLog(db, request), LOG_READ_TIMEOUT_MS),
    lastFor: (audience, position) => withDeadline(lastEventFor(db, audience, position), LOG_READ_TIMEOUT_MS),
    head: () => withDeadline(readHead(db), LOG_READ_TIMEOUT_MS),
  };
}
