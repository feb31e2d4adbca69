/** What has to be done now and then, whoever asks: with the clock of the platform, and with the hub's alarm. */
import { RUN_WATCH_INTERVAL_MS } from '../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { forgetEvents } from '../store/events.ts';
import { deleteEnded } from '../store/tokens.ts';
import type { Runner } from './context.ts';
import type { RunContext } from './runs/run-step.ts';
import { watchRuns } from './runs/run-watch.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Events that are forgotten in one transaction, and transactions of one upkeep: the rest is for the next. */
const FORGOTTEN_AT_ONCE = 1_000;
const ROUNDS = 20;

/**
 * Forgets what has had its time: old events, sessions and tickets that have ended. Makes runs go on that stand still. It
 * does little when there is little to do.
 *
 * @returns within how many milliseconds it is to be done again, although nobody listens; null when it can wait
 */
export async function upkeep(
  variables: RetentionVariables,
  context: RunContext,
  runner: Runner,
): Promise<number | null> {
  const { db } = context;
  const now = context.now();
  await deleteEnded(db, now.toISOString());
  await retainEvents(db, readRetention(variables), now);
  const anyRunning = await watchRuns(context, runner);
  return anyRunning ? RUN_WATCH_INTERVAL_MS : null;
}

export interface RetentionVariables {
  EVENT_RETENTION_DAYS: string;
  EVENT_RETENTION_COUNT: string;
}
export interface Retention {
  days: number;
  count: number;
}

/** What is no positive number keeps everything: forgetting by mistake could not be undone. */
function readRetention({ EVENT_RETENTION_DAYS, EVENT_RETENTION_COUNT }: RetentionVariables): Retention {
  return { days: positive(EVENT_RETENTION_DAYS), count: positive(EVENT_RETENTION_COUNT) };
}

function positive(text: string): number {
  const number = Number(text);
  return number > 0 ? number : Infinity;
}

async function retainEvents(db: Database, { days, count }: Retention, now: Date): Promise<void> {
  const before = new Date(Math.max(0, now.getTime() - days * DAY_MS)).toISOString();
  for (let round = 0; round < ROUNDS; round += 1) {
    const forgotten = await forgetEvents(db, { before, keep: count, limit: FORGOTTEN_AT_ONCE });
    if (forgotten < FORGOTTEN_AT_ONCE) return;
  }
}
