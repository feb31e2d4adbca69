/**
 * A batch run as the platform runs it: steps that are tried again, until nothing is left to do. Its id is that of its
 * workflow, in whose row everything is: an instance that starts anew goes on with what is left.
 *
 * @see https://developers.cloudflare.com/workflows/
 */
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { describeError, logError } from '../log.ts';
import { failRun, runStep } from '../services/runs/run-step.ts';
import { runContextOf } from './run-context.ts';

/** A step that fails is tried again after 1, 2 and 3 seconds: each of these is less than `RUN_STALLED_AFTER_MS`. */
const TRY_AGAIN = {
  retries: { limit: 3, delay: '1 second', backoff: 'linear' },
  timeout: '5 minutes',
} as const;

export class BatchRun extends WorkflowEntrypoint<Env> {
  override async run({ instanceId }: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<void> {
    const context = runContextOf(this.env, this.ctx);
    try {
      for (let n = 1; ; n += 1) {
        const hasMore = await step.do(`documents, part ${n}`, TRY_AGAIN, () => runStep(context, instanceId));
        if (!hasMore) return;
      }
    } catch (error) {
      logError('workflows', 'a step of a run failed, and was given up', error);
      const reason = `A step failed and was given up: ${messageOf(error)}`;
      await step.do('say that it failed', TRY_AGAIN, () => failRun(context, instanceId, reason));
      throw error;
    }
  }
}

/** In a line, and without what a failed query was given. */
function messageOf(error: unknown): string {
  return describeError(error).split('\n', 1)[0] ?? '';
}
