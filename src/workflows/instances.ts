/** The instances that run batches, by the ids of their workflows. */
import { hubOf } from '../live/hub-stub.ts';
import type { Runner } from '../services/context.ts';
import { RUN_WATCH_INTERVAL_MS } from '../shared/limits.ts';

/** States in which an instance has nothing more to do. */
const ENDED: readonly InstanceStatus['status'][] = ['complete', 'errored', 'terminated'];

/** Every method throws what the platform throws, when it can't be reached. */
export function instancesOf(env: Env): Runner {
  const { BATCH_RUNS: instances } = env;
  return {
    async begin(id) {
      // First of all: whatever fails from here on, the run is looked after.
      await hubOf(env).lookAfter(RUN_WATCH_INTERVAL_MS);
      await instances.create({ id });
    },
    async goOn(id) {
      await hubOf(env).lookAfter(RUN_WATCH_INTERVAL_MS);
      const instance = await find(instances, id);
      if (instance) await instance.restart();
      else await instances.create({ id });
    },
    async halt(id, how) {
      const instance = await find(instances, id);
      if (!instance || ENDED.includes((await instance.status()).status)) return;
      if (how === 'pause') await instance.pause();
      else await instance.terminate();
    },
  };
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
