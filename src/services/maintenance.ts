/** Periodic maintenance. The hourly cron and the hub's alarm run it. */
import {
  EXPORT_LIFETIME_MS,
  MAX_SWEEP_STEPS,
  MAX_SWEPT_CHANGES,
  MAX_SWEPT_BATCHES,
  MAX_SWEPT_METRICS,
  MAX_SWEPT_RULESETS,
  IDEMPOTENCY_KEY_LIFETIME_MS,
  METRIC_DAYS_KEPT_MS,
  METRIC_HOURS_KEPT_MS,
  METRIC_MINUTES_KEPT_MS,
  RUN_WATCH_INTERVAL_MS,
  PACKED_VERSIONS_PER_STEP,
  SWEEP_TEXTS_INTERVAL_MS,
  SWEPT_TEXTS_PER_STEP,
  THINNED_VALIDATIONS_PER_STEP,
} from '../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { forgetEvents } from '../store/events.ts';
import { isImporting, sweepExports } from '../store/exports.ts';
import { packVersions } from '../store/pack-versions.ts';
import { readSweepPlace, saveSweepPlace } from '../store/sweep-places.ts';
import { sweepTexts } from '../store/sweep-texts.ts';
import { deleteBatchesBefore, thinValidations } from '../store/thin-validations.ts';
import { deleteRequestsBefore } from '../store/idempotency-keys.ts';
import { deleteBucketsBefore, STEPS } from '../store/metrics.ts';
import { sweepRulesets } from '../store/rulesets.ts';
import { deleteEnded } from '../store/tokens.ts';
import { endIgnoring } from './decisions/end-ignoring.ts';
import { watchDeliveries, type DeliveryWatchContext } from './github/delivery-watch.ts';
import { watchRuns, type RunWatchContext } from './runs/run-watch.ts';
import { watchWebhooks, type WebhookWatchContext } from './webhooks/watch-webhooks.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Events that one transaction deletes, and the most transactions of one maintenance. The next one does the rest. */
const EVENTS_PER_TRANSACTION = 1_000;
const MAX_TRANSACTIONS = 20;

/** How long buckets of figures are kept, by their length in seconds. */
const METRICS_KEPT = [
  [STEPS.minute, METRIC_MINUTES_KEPT_MS],
  [STEPS.hour, METRIC_HOURS_KEPT_MS],
  [STEPS.day, METRIC_DAYS_KEPT_MS],
] as const;

/** Variables of the configuration. An event is kept while it is young enough and among the newest `COUNT`. */
export interface RetentionVariables {
  EVENT_RETENTION_DAYS: string;
  EVENT_RETENTION_COUNT: string;
  /** The age after which versions that were superseded on their own day are deleted. */
  RETENTION_VALIDATION_DAYS: string;
  /** The age after which superseded versions are packed. */
  RETENTION_FINDINGS_DAYS: string;
  /** How long bulk decisions are kept, for undoing them as one. */
  RETENTION_BATCH_DAYS: string;
}

interface Retention {
  days: number;
  count: number;
  validationDays: number;
  findingsDays: number;
  batchDays: number;
}

/**
 * Deletes expired events, sessions, tickets and idempotency keys, thins old versions of documents, and deletes texts and
 * rulesets that nothing refers to; ends exports that nobody reads, and what was ignored until now; resumes stalled runs and
 * deliveries; keeps webhooks going. Cheap when there is nothing to do.
 *
 * @returns within how many milliseconds it must run again even if nobody is connected; null when it can wait
 */
export async function runMaintenance(
  variables: RetentionVariables,
  context: RunWatchContext & DeliveryWatchContext & WebhookWatchContext,
): Promise<number | null> {
  const { db } = context;
  const now = context.now();
  // What an import has stored so far is not whole: texts have no references yet, and runs no instances.
  if (await isImporting(db)) return null;
  await sweepExports(db, new Date(now.getTime() - EXPORT_LIFETIME_MS).toISOString(), MAX_SWEPT_CHANGES);
  await deleteEnded(db, now.toISOString());
  await deleteRequestsBefore(db, new Date(now.getTime() - IDEMPOTENCY_KEY_LIFETIME_MS).toISOString());
  const retention = readRetention(variables);
  await retainEvents(db, retention, now);
  if (await sweep(db, retention, now)) await watchWebhooks(context);
  await endIgnoring(context);
  const isAnyRunning = await watchRuns(context);
  const isAnyWaiting = await watchDeliveries(context);
  return isAnyRunning || isAnyWaiting ? RUN_WATCH_INTERVAL_MS : null;
}

/** A value that is not a positive number keeps everything, because deleting by mistake could not be undone. */
function readRetention(variables: RetentionVariables): Retention {
  return {
    days: positiveOrInfinity(variables.EVENT_RETENTION_DAYS),
    count: positiveOrInfinity(variables.EVENT_RETENTION_COUNT),
    validationDays: positiveOrInfinity(variables.RETENTION_VALIDATION_DAYS),
    findingsDays: positiveOrInfinity(variables.RETENTION_FINDINGS_DAYS),
    batchDays: positiveOrInfinity(variables.RETENTION_BATCH_DAYS),
  };
}

/** The time so many days ago; null when that is for ever. */
function daysBefore(now: Date, days: number): string | null {
  const time = now.getTime() - days * DAY_MS;
  return time > 0 ? new Date(time).toISOString() : null;
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
 * Once an hour, in bounded steps: thins old versions, and deletes old bulk decisions, texts that nothing refers to,
 * rulesets that no run needs, and figures of long ago. What goes through a large table goes on where it last ended.
 *
 * @returns whether an hour has passed
 */
async function sweep(
  db: Database,
  { validationDays, findingsDays, batchDays }: Retention,
  now: Date,
): Promise<boolean> {
  const place = await readSweepPlace(db, 'swept_texts');
  const sinceMs = now.getTime() - Date.parse(place.sweptAt ?? '');
  if (sinceMs < SWEEP_TEXTS_INTERVAL_MS) return false;
  const validationsBefore = daysBefore(now, validationDays);
  if (validationsBefore !== null) await thin(db, validationsBefore, now);
  const findingsBefore = daysBefore(now, findingsDays);
  if (findingsBefore !== null) await packOld(db, findingsBefore, now);
  const batchesBefore = daysBefore(now, batchDays);
  if (batchesBefore !== null) await deleteBatchesBefore(db, batchesBefore, MAX_SWEPT_BATCHES);
  let after: number | null = place.after;
  for (let n = 0; n < MAX_SWEEP_STEPS && after !== null; n += 1) {
    after = await sweepTexts(db, after, SWEPT_TEXTS_PER_STEP);
  }
  await sweepRulesets(db, MAX_SWEPT_RULESETS);
  for (const [step, keptMs] of METRICS_KEPT) {
    const before = Math.floor((now.getTime() - keptMs) / 1_000);
    await deleteBucketsBefore(db, { step, before, limit: MAX_SWEPT_METRICS });
  }
  await saveSweepPlace(db, 'swept_texts', after ?? 0, now.toISOString());
  return true;
}

/** A version is looked at once, when it is old enough: what may be thinned does not change after that. */
async function thin(db: Database, before: string, now: Date): Promise<void> {
  let { after } = await readSweepPlace(db, 'thinned_validations');
  for (let n = 0; n < MAX_SWEEP_STEPS; n += 1) {
    const step = await thinValidations(db, { after, before, limit: THINNED_VALIDATIONS_PER_STEP });
    after = step.after;
    if (step.isDone) break;
  }
  await saveSweepPlace(db, 'thinned_validations', after, now.toISOString());
}

/** Each version is looked at once, as the one that superseded another. */
async function packOld(db: Database, before: string, now: Date): Promise<void> {
  let { after } = await readSweepPlace(db, 'packed_versions');
  for (let n = 0; n < MAX_SWEEP_STEPS; n += 1) {
    const step = await packVersions(db, { after, before, limit: PACKED_VERSIONS_PER_STEP });
    after = step.after;
    if (step.isDone) break;
  }
  await saveSweepPlace(db, 'packed_versions', after, now.toISOString());
}
