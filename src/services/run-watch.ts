/**
 * Runs that stand still. A run's row and its instance can't be made in one transaction, and an instance may be lost with
 * the process that it was in: whatever says that it runs and has not got on for a while is made to go on.
 */
import { logError } from '../log.ts';
import { RUN_STALLED_AFTER_MS } from '../shared/limits.ts';
import type { Workflow } from '../shared/things.ts';
import type { Database } from '../store/database.ts';
import { isAnyRunning, readStalled } from '../store/workflows.ts';
import type { Runner, ServiceContext } from './context.ts';

/** Runs that are made to go on at a time. */
const NUDGED_AT_ONCE = 20;

/**
 * Makes runs go on that stand still.
 *
 * @returns whether there are runs to be looked after again soon
 */
export async function watchRuns(db: Database, runner: Runner, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - RUN_STALLED_AFTER_MS).toISOString();
  for (const id of await readStalled(db, since, NUDGED_AT_ONCE)) {
    try {
      await runner.goOn(id);
    } catch (error) {
      // The others are tried too, and this one again the next time.
      logError('workflows', 'a run could not be made to go on', error);
    }
  }
  return isAnyRunning(db);
}

/** For who has just read a run. */
export function nudgeIfStalled(
  { later, now, runner }: ServiceContext,
  { id, state, updated_at }: Workflow,
): void {
  if (state !== 'running' || now().getTime() - Date.parse(updated_at) < RUN_STALLED_AFTER_MS) return;
  later('a run could not be made to go on', () => runner.goOn(id));
}
