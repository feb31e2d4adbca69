/**
 * Runs that stand still. A run's row and its instance can't be made in one transaction, and an instance may be lost with
 * the process that it was in: whatever says that it runs and has not got on for a while is made to go on. Whoever does that
 * takes the run first, so that the others who look leave it alone.
 */
import { logError } from '../../log.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { MAX_RUN_NUDGES, RUN_STALLED_AFTER_MS, RUNNER_TIMEOUT_MS } from '../../shared/limits.ts';
import type { Run } from '../../shared/things.ts';
import { countOne } from '../../store/counters.ts';
import { claimStalled } from '../../store/run-changes.ts';
import { isAnyRunning } from '../../store/runs.ts';
import type { Runner, ServiceContext } from '../context.ts';
import { failRun, type RunContext } from './run-step.ts';

/** Runs that are made to go on at a time. */
const NUDGED_AT_ONCE = 20;

/**
 * Makes runs go on that stand still.
 *
 * @returns whether there are runs to be looked after again soon
 */
export async function watchRuns(context: RunContext, runner: Runner): Promise<boolean> {
  await nudge(context, runner);
  return isAnyRunning(context.db);
}

/** For who has just read a run. */
export function nudgeIfStalled(
  { db, publish, now, runner, later }: ServiceContext,
  { id, state, updated_at }: Run,
): void {
  if (state !== 'running' || now().getTime() - Date.parse(updated_at) < RUN_STALLED_AFTER_MS) return;
  later(() => nudge({ db, publish, now }, runner, id));
}

/** @param id - this one alone; without it all that stand still, those that stand longest first */
async function nudge(context: RunContext, runner: Runner, id?: string): Promise<void> {
  const now = context.now();
  const claimed = await claimStalled(context.db, {
    since: new Date(now.getTime() - RUN_STALLED_AFTER_MS).toISOString(),
    now: now.toISOString(),
    limit: NUDGED_AT_ONCE,
    ...(id !== undefined && { id }),
  });
  await Promise.all(
    claimed.map(async (run) => {
      if (run.nudges > MAX_RUN_NUDGES) {
        await failRun(
          context,
          run.id,
          `It did not get on, although it was started anew ${MAX_RUN_NUDGES} times.`,
        );
      } else {
        await attempt(context, () => withDeadline(runner.goOn(run.id), RUNNER_TIMEOUT_MS));
      }
    }),
  );
}

/**
 * Asks the platform for something that can wait. Never rejects: what fails is logged and counted, and done by the next who
 * looks at the run.
 */
export async function attempt(
  { db, now }: Pick<RunContext, 'db' | 'now'>,
  ask: () => Promise<unknown>,
): Promise<void> {
  try {
    await ask();
  } catch (error) {
    logError('workflows', 'the instance of a run could not be reached', error);
    try {
      await countOne(db, 'instance_failures', now().toISOString());
    } catch (uncounted) {
      logError('workflows', 'a failure could not be counted', uncounted);
    }
  }
}
