/**
 * A batch run as a Cloudflare Workflow: steps with retries, until no document is left. The instance has the id of the run
 * and keeps no state of its own: the run's row says what is left, so an instance can be restarted at any time. After a few
 * steps it hands over to a second instance, and that one back to it, because an instance may ask the database only so often.
 *
 * @see https://developers.cloudflare.com/workflows/
 */
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { describeError, logError } from '../log.ts';
import { failRun, runStep, type RunContext } from '../services/runs/run-step.ts';
import { attempt } from '../services/runs/run-watch.ts';
import { withDeadline } from '../shared/deadline.ts';
import { RUN_STEPS_PER_INSTANCE, RUNNER_TIMEOUT_MS } from '../shared/limits.ts';
import { instanceAfter, runOfInstance } from './instances.ts';

/** A failed step is retried after 1, 2 and 3 seconds. Each delay is shorter than `RUN_STALLED_AFTER_MS`. */
const RETRY = {
  retries: { limit: 3, delay: '1 second', backoff: 'linear' },
  timeout: '5 minutes',
} as const;

export abstract class RunWorkflow extends WorkflowEntrypoint<Env> {
  /** What the steps work with. */
  protected abstract services(): RunContext;
  /** Starts or restarts another instance. */
  protected abstract resume(instanceId: string): Promise<void>;
  /** Called at the end of the work of this isolate on the run. Never rejects. */
  protected abstract ended(): Promise<void>;

  override async run({ instanceId }: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<void> {
    const context = this.services();
    const id = runOfInstance(instanceId);
    try {
      for (let n = 1; n <= RUN_STEPS_PER_INSTANCE; n += 1) {
        const hasMore = await step.do(`documents, part ${n}`, RETRY, () => runStep(context, id));
        if (!hasMore) return;
      }
      // If this fails, the run is found stalled, and is resumed.
      await step.do('hand over', RETRY, () =>
        attempt(context, () => withDeadline(this.resume(instanceAfter(instanceId)), RUNNER_TIMEOUT_MS)),
      );
    } catch (error) {
      logError('workflows', 'a step of a run failed, and was given up', error);
      const reason = `A step failed and was given up: ${firstLineOf(error)}`;
      await step.do('say that it failed', RETRY, () => failRun(context, id, reason));
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
