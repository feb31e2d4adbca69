import { notify } from '../live/notify.ts';
import type { RunContext } from '../services/runs/run-step.ts';
import { openDatabase } from '../store/database.ts';

/** Of the platform: what keeps it from ending before some work is done. */
export type WaitsUntil = Pick<ExecutionContext, 'waitUntil'>;

/** What the work of runs needs, where nobody asks for it. */
export function runContextOf(env: Env, context: WaitsUntil): RunContext {
  return {
    db: openDatabase(env.DB),
    publish: (events) => context.waitUntil(notify(env, events)),
    now: () => new Date(),
  };
}
