/** The instances that run batches, by the ids of their workflows. */
import { hubOf } from '../live/hub-stub.ts';
import type { Runner } from '../services/context.ts';
import { RUN_WATCH_INTERVAL_MS } from '../shared/limits.ts';

/** Every method throws what the platform throws, when a part of it can't be reached. */
export function instancesOf(env: Env): Runner {
  const { BATCH_RUNS: instances } = env;
  return {
    begin: (id) => lookedAfter(env, () => instances.create({ id })),
    goOn: (id) =>
      lookedAfter(env, async () => {
        const instance = await find(instances, id);
        if (instance) await instance.restart();
        else await instances.create({ id });
      }),
  };
}

/** The hub's alarm looks after the run from now on. Neither waits for the other: each makes up for the other's failure. */
async function lookedAfter(env: Env, work: () => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled([hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS), work()]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** undefined when there is none, or none any more: the platform keeps those that have ended for a while only. */
async function find(instances: Workflow, id: string): Promise<WorkflowInstance | undefined> {
  try {
    return await instances.get(id);
  } catch (error) {
    if (error instanceof Error && error.message.includes('not_found')) return undefined;
    throw error;
  }
}
