/** Periodic maintenance. The hourly cron and the hub's alarm run it. */
import {
  MAX_SWEEP_STEPS,
  MAX_SWEPT_RULESETS,
  IDEMPOTENCY_KEY_LIFETIME_MS,
  RUN_WATCH_INTERVAL_MS,
  SWEEP_TEXTS_INTERVAL_MS,
  SWEPT_TEXTS_PER_STEP,
} from '../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { forgetEvents } from '../store/events.ts';
import { readSweepPlace, saveSweepPlace, sweepTexts } from '../store/sweep-texts.ts';
import { deleteRequestsBefore } from '../store/idempotency-keys.ts';
import { sweepRulesets } from '../store/rulesets.ts';
import { deleteEnded } from '../store/tokens.ts';
import { watchDeliveries, type DeliveryWatchContext } from './github/delivery-watch.ts';
import { watchRuns, type RunWatchContext } from './runs/run-watch.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Events that one transaction deletes, and the most transactions of one maintenance. The next one does the rest. */
const EVENTS_PER_TRANSACTION = 1_000;
const MAX_TRANSACTIONS = 20;

/** Variables of the configuration. An event is kept while it is young enough and among the newest `COUNT`. */
export interface RetentionVariables {
  EVENT_RETENTION_DAYS: string;
  EVENT_RETENTION_COUNT: string;
}

interface Retention {
  days: number;
  count: number;
}

/**
 * Deletes expired events, sessions, tickets and idempotency keys, and texts and rulesets that nothing refers to; resumes
 * stalled runs and deliveries. Cheap when there is nothing to do.
 *
 * @returns within how many milliseconds it must run again even if nobody is connected; null when it can wait
 */
export async function runMaintenance(
  variables: RetentionVariables,
  context: RunWatchContext & DeliveryWatchContext,
): Promise<number | null> {
  const { db } = context;
  const now = context.now();
  await deleteEnded(db, now.toISOString());
  await deleteRequestsBefore(db, new Date(now.getTime() - IDEMPOTENCY_KEY_LIFETIME_MS).toISOString());
  await retainEvents(db, readRetention(variables), now);
  await sweep(db, now);
  const isAnyRunning = await watchRuns(context);
  const isAnyWaiting = await watchDeliveries(context);
  return isAnyRunning || isAnyWaiting ? RUN_WATCH_INTERVAL_MS : null;
}

/** A value that is not a positive number keeps everything, because deleting by mistake could not be undone. */
function readRetention({ EVENT_RETENTION_DAYS, EVENT_RETENTION_COUNT }: RetentionVariables): Retention {
  return { days: positiveOrInfinity(EVENT_RETENTION_DAYS), count: positiveOrInfinity(EVENT_RETENTION_COUNT) };
}

function positiveOrInfinity(text: string): number {
  const number = Number(text);
  return number > 0 ? number : Infinity;
}

async function retainEvents(db: Database, { days, count }: Retention, now: Date): Promise<void> {
  const before = new Date(Math.max(0, now.getTime() - days * DAY_MS)).toISOString();
  for (let n = 0; n < MAX_TRANSACTIONS; n += 1) {
    const deleted = await forgetEvents(db, { before, keep: count, limit: EVENTS_PER_TRANSACTION });
    if (deleted < EVENTS_PER_TRANSACTION) return;
  }
}

/**
 * Deletes texts that nothing refers to, and rulesets that no run needs, once an hour, in bounded steps. The sweep of texts
 * goes on where the last one ended.
 */
async function sweep(db: Database, now: Date): Promise<void> {
  const place = await readSweepPlace(db);
  const sinceMs = now.getTime() - Date.parse(place.sweptAt ?? '');
  if (sinceMs < SWEEP_TEXTS_INTERVAL_MS) return;
  let after: number | null = place.after;
  for (let n = 0; n < MAX_SWEEP_STEPS && after !== null; n += 1) {
    after = await sweepTexts(db, after, SWEPT_TEXTS_PER_STEP);
  }
  await sweepRulesets(db, MAX_SWEPT_RULESETS);
  await saveSweepPlace(db, after ?? 0, now.toISOString());
}
