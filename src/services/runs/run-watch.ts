/**
 * Resumes stalled runs. A run's row and its workflow instance cannot be created in one transaction, and an instance can be
 * lost with its process. So a run that is `running` without progress for `RUN_STALLED_AFTER_MS` is resumed by whoever
 * notices: the hub's alarm, the cron, or a reader. They claim the run first, so that it is resumed once.
 */
import { logError } from '../../log.ts';
import { isolate } from '../../metrics/isolate.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { MAX_RUN_RESUMES, RUN_STALLED_AFTER_MS, RUNNER_TIMEOUT_MS } from '../../shared/limits.ts';
import type { Run } from '../../shared/things.ts';
import { countOne } from '../../store/counters.ts';
import { claimStalled } from '../../store/run-changes.ts';
import { isAnyRunning } from '../../store/runs.ts';
import type { ServiceContext } from '../context.ts';
import { failRun, type RunContext } from './run-step.ts';

/** Most runs that one call resumes. */
const MAX_RESUMED_AT_ONCE = 20;

/** What resuming runs needs. */
export type RunWatchContext = RunContext & Pick<ServiceContext, 'runner'>;

/**
 * Resumes stalled runs.
 *
 * @returns whether any run is running, and so must be watched further
 */
export async function watchRuns(context: RunWatchContext): Promise<boolean> {
  await resumeStalled(context);
  return isAnyRunning(context.db);
}

/**
 * Has stalled runs found from now on. It comes before the change that starts a run: the process may end right after its answer,
 * before there is an instance.
 */
export function watchFromNow({ runner, ...context }: RunWatchContext): Promise<void> {
  return attempt(context, () => withDeadline(runner.watch(), RUNNER_TIMEOUT_MS));
}

/** Resumes a run that was just read, if it is stalled. Returns at once: the work is done after the response. */
export function resumeIfStalled(context: ServiceContext, { id, state, updated_at }: Run): void {
  if (state !== 'running') return;
  if (context.now().getTime() - Date.parse(updated_at) < RUN_STALLED_AFTER_MS) return;
  context.later(() => resumeStalled(context, id));
}

/** @param id - this run alone; when left out all stalled runs, those that stalled first first */
async function resumeStalled(context: RunWatchContext, id?: string): Promise<void> {
  const { db, runner } = context;
  const now = context.now();
  const claimed = await claimStalled(db, {
    since: new Date(now.getTime() - RUN_STALLED_AFTER_MS).toISOString(),
    now: now.toISOString(),
    limit: MAX_RESUMED_AT_ONCE,
    ...(id !== undefined && { id }),
  });
  await Promise.all(
    claimed.map(async (run) => {
      if (run.resumes > MAX_RUN_RESUMES) {
        await failRun(
          context,
          run.id,
          `It did not get on, although it was started anew ${MAX_RUN_RESUMES} times.`,
        );
      } else {
        await attempt(context, () => withDeadline(runner.resume(run.id), RUNNER_TIMEOUT_MS));
      }
    }),
  );
}

/**
 * Asks the platform for something that can wait. Never rejects: a failure is logged and counted, and the next one who looks
 * at the run tries again.
 */
export async function attempt(
  { db, now }: Pick<RunContext, 'db' | 'now'>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    isolate.add('instance_failures');
    logError('workflows', 'the instance of a run could not be reached', error);
    try {
      await countOne(db, 'instance_failures', now().toISOString());
    } catch (uncounted) {
      logError('workflows', 'a failure could not be counted', uncounted);
    }
  }
}
