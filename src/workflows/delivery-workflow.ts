/**
 * A delivery of GitHub as a Cloudflare Workflow: steps with retries, and waits that cost nothing. The instance has the id of
 * the delivery. Like a batch run it keeps no state of its own, so it can be restarted at any time.
 */
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { logError } from '../log.ts';
import type { CourierContext } from '../services/github/courier-context.ts';
import { giveUp, workOff } from '../services/github/work-off.ts';

const RETRY = {
  retries: { limit: 4, delay: '2 seconds', backoff: 'exponential' },
  timeout: '5 minutes',
} as const;

export abstract class DeliveryWorkflow extends WorkflowEntrypoint<Env> {
  /** What the steps work with. */
  protected abstract services(): CourierContext;

  override async run({ instanceId }: Readonly<WorkflowEvent<unknown>>, step: WorkflowStep): Promise<void> {
    const context = this.services();
    try {
      for (let n = 1, outages = 0; ; n += 1) {
        const before = outages;
        const left = await step.do(`part ${n}`, RETRY, async () => workOff(context, instanceId, before));
        if (left === null) return;
        if (left.waitMs > 0) await step.sleep(`wait after part ${n}`, left.waitMs);
        ({ outages } = left);
      }
    } catch (error) {
      logError('workflows', 'a delivery of GitHub could not be worked off', error);
      await step.do('say that it failed', RETRY, () => giveUp(context, instanceId, error));
      throw error;
    }
  }
}
