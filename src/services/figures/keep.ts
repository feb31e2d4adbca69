/** Writes down what this isolate of the Worker has counted: never before an answer, and about once a minute. */
import { logError } from '../../log.ts';
import { isolate } from '../../metrics/isolate.ts';
import { METRICS_IDLE_SAVE_MS, METRICS_SAVE_INTERVAL_MS } from '../../shared/limits.ts';
import { saveFigures } from '../../store/save-figures.ts';
import type { ServiceContext } from '../context.ts';

type KeepContext = Pick<ServiceContext, 'db' | 'analytics'>;

/** A request waits this long before another one waits too. */
const WAIT_APART_MS = METRICS_IDLE_SAVE_MS / 2;

/** When the figures were last written down, when the last request was answered, and when one last began to wait; in ms. */
let savedAt = 0;
let askedAt = 0;
let waitedAt = 0;

/**
 * Called after each request. Figures are written down once a minute. An isolate without requests has no timer and may end at
 * any time, so some requests wait to see whether they were the last ones, and then write down what is left.
 *
 * @param compose - called when something is to be written down
 * @param background - takes care of work that nobody waits for, for at most 30 seconds
 */
export function keepFigures(compose: () => KeepContext, background: (work: Promise<unknown>) => void): void {
  const now = Date.now();
  askedAt = now;
  if (isDue(now)) background(saveIsolate(compose()));
  else if (now - waitedAt >= WAIT_APART_MS) {
    waitedAt = now;
    background(saveIfIdle(compose));
  }
}

/** Writes down what this isolate has counted, unless it was done within the last minute. For work without requests. */
export async function keepFiguresOfWork(context: KeepContext): Promise<void> {
  if (isDue(Date.now())) await saveIsolate(context);
}

/** Writes down what this isolate has counted. Never rejects: what could not be written down is tried again later. */
export async function saveIsolate({ db, analytics }: KeepContext): Promise<void> {
  savedAt = Date.now();
  if (isolate.isEmpty) return;
  try {
    await saveFigures(db, isolate, savedAt, analytics);
  } catch (error) {
    logError('services', 'the figures could not be written down', error);
  }
}

async function saveIfIdle(compose: () => KeepContext): Promise<void> {
  await scheduler.wait(METRICS_IDLE_SAVE_MS);
  // A later request waits in the place of this one.
  if (Date.now() - askedAt >= WAIT_APART_MS) await saveIsolate(compose());
}

/** The first minute of an isolate begins with its first request. */
function isDue(now: number): boolean {
  if (savedAt === 0) savedAt = now;
  return now - savedAt >= METRICS_SAVE_INTERVAL_MS;
}
