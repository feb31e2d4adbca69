/**
 * A batch run as a Cloudflare Workflow: steps with retries, until no document is left. The instance has the id of the run
 * and keeps no state of its own: the run's row says what is left, so an instance can be restarted at any time.
 *
 * @see https://developers.cloudflare.com/workflows/
 */
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { describeError, logError } from '../log.ts';
import { failRun, runStep, type RunContext } from '../services/runs/run-step.ts';

/** A failed step is retried after 1, 2 and 3 seconds. Each delay is shorter than `RUN_STALLED_AFTER_MS`. */
const RETRY = {
  retries: { limit: 3, delay: '1 second', backoff: 'linear' },
  timeout: '5 minutes',
} as const;

export abstract class RunWorkflow extends WorkflowEntrypoint<Env> {
  /** What the steps work with. */
  protected abstract services(): RunContext;
  /** Called at the end of the work of this isolate on the run. Never rejects. */
  protected abstract ended(): Promise<void>;

  override async run({ instanceId }: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<void> {
    const context = this.services();
    try {
      for (let n = 1; ; n += 1) {
        const hasMore = await step.do(`documents, part ${n}`, RETRY, () => runStep(context, instanceId));
        if (!hasMore) return;
      }
    } catch (error) {
      logError('workflows', 'a step of a run failed, and was given up', error);
      const reason = `A step failed and was given up: ${firstLineOf(error)}`;
      await step.do('say that it failed', RETRY, () => failRun(context, instanceId, reason));
      throw error;
    } finally {
      await this.ended();
    }
  }
}

/** The error in one line, without the parameters of a failed query. */
function firstLineOf(error: unknown): string {
  return describeError(error).split('\n', 1)[0] ?? '';
}
