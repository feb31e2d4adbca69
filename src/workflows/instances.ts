/**
 * The workflow instances of batch runs and of deliveries. An instance has the id of its run or delivery; that of a long run
 * takes turns with a second one.
 */
import { hubOf } from '../live/hub-stub.ts';
import type { Runner } from '../services/context.ts';
import { RUN_WATCH_INTERVAL_MS } from '../shared/limits.ts';

/** @returns what starts and resumes instances; its methods throw what the platform throws when a part of it cannot be reached */
export function instancesOf(env: Env, instances: Workflow = env.BATCH_RUNS): Runner {
  const watch = () => hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS);
  return {
    watch,
    start: (id) => withWatch(watch, () => instances.create({ id })),
    resume: (id) =>
      withWatch(watch, async () => {
        const instance = await find(instances, id);
        if (instance) await instance.restart();
        else await instances.create({ id });
      }),
  };
}

const SECOND = '-next';

/** The run that an instance works on. */
export function runOfInstance(instanceId: string): string {
  return instanceId.endsWith(SECOND) ? instanceId.slice(0, -SECOND.length) : instanceId;
}

/**
 * The instance that takes its turn after this one. There are two of each run, so that whatever is restarted, and whenever,
 * soon only one is left: each restarts the other when it ends.
 */
export function instanceAfter(instanceId: string): string {
  return instanceId.endsWith(SECOND) ? runOfInstance(instanceId) : `${instanceId}${SECOND}`;
}

/**
 * Does some work, and has the hub's alarm watch the runs from now on. Both are always attempted: if one fails, the other
 * still makes the run progress.
 */
async function withWatch(watch: () => Promise<void>, work: () => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled([watch(), work()]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** @returns undefined when there is no instance; the platform deletes those that ended some time ago */
async function find(instances: Workflow, id: string): Promise<WorkflowInstance | undefined> {
  try {
    return await instances.get(id);
  } catch (error) {
    if (error instanceof Error && error.message.includes('not_found')) return undefined;
    throw error;
  }
}
