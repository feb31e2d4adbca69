/** Notifies the hubs of commits. A failing hub never fails a request: the log has the event, and the hub catches up. */
import type { LiveEvent } from '../shared/events.ts';
import { logError } from '../log.ts';
import { isolate } from '../metrics/isolate.ts';
import { openDatabase } from '../store/database.ts';
import { countOne } from '../store/counters.ts';
import { hubOf, shardsOf } from './hub-stub.ts';

const NOTIFY_ATTEMPTS = 3;
const RETRY_BASE_MS = 50;

/**
 * Whether the platform says that a failed call may be retried.
 * https://developers.cloudflare.com/durable-objects/best-practices/error-handling/
 */
function mayRetry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const overloaded = 'overloaded' in error && error.overloaded === true;
  return 'retryable' in error && error.retryable === true && !overloaded;
}

/**
 * Notifies every hub of committed events. Hand the promise to `waitUntil`. It never rejects: a failure is logged and
 * counted, and the hub delivers the events with the next notification or its alarm.
 *
 * @param events - in the order of the log
 */
export async function notify(env: Env, events: readonly LiveEvent[]): Promise<void> {
  for (const { type } of events) isolate.add('events_published', [type]);
  await Promise.all(shardsOf(env).map((shard) => notifyShard(env, shard, events)));
}

async function notifyShard(env: Env, shard: number, events: readonly LiveEvent[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await hubOf(env, shard).notify(events);
      return;
    } catch (error) {
      if (attempt === NOTIFY_ATTEMPTS || !mayRetry(error)) {
        await countFailure(env, error);
        return;
      }
      await scheduler.wait(RETRY_BASE_MS * 2 ** attempt * Math.random());
    }
  }
}

async function countFailure(env: Env, error: unknown): Promise<void> {
  isolate.add('notify_failures');
  logError('live', 'notify failed; the hub will catch up from the log', error);
  try {
    await countOne(openDatabase(env.DB), 'notify_failures', new Date().toISOString());
  } catch (uncounted) {
    logError('live', 'a failed notify could not be counted', uncounted);
  }
}
