/** The Worker's entry: HTTP, sockets and the schedule, and the classes that the platform runs. */
import type { Principal } from './access/principal.ts';
import { readAccessSettings } from './access/settings.ts';
import { app } from './app.ts';
import { composeServices, type WaitsUntil } from './compose.ts';
import { Hub } from './live/hub.ts';
import { authenticateRenewal } from './services/access/authenticate.ts';
import { keepFigures, keepFiguresOfWork, saveIsolate } from './services/figures/keep.ts';
import { runMaintenance } from './services/maintenance.ts';
import type { RunContext } from './services/runs/run-step.ts';
import { COURIER, type CourierContext } from './services/github/courier-context.ts';
import { DeliveryWorkflow } from './workflows/delivery-workflow.ts';
import { RunWorkflow } from './workflows/run-workflow.ts';
import { Sender, type SenderServices } from './workflows/webhook-sender.ts';
import { sendersOf } from './workflows/webhook-senders.ts';

/** The hub, with what it needs from the rest: authentication, maintenance, and the senders of webhooks. */
export class LiveHub extends Hub {
  protected override authenticate(token: string): Promise<Principal | null> {
    const { db } = composeServices(this.env, this.ctx);
    return authenticateRenewal(db, readAccessSettings(this.env), token);
  }

  protected override runMaintenance(): Promise<number | null> {
    return maintain(this.env, this.ctx);
  }

  protected override wakeWebhook(id: string): Promise<void> {
    return sendersOf(this.env).wake(id);
  }
}

/** A batch run, with the services that its steps use. */
export class BatchRun extends RunWorkflow {
  protected override services(): RunContext {
    return composeServices(this.env, this.ctx);
  }

  protected override resume(instanceId: string): Promise<void> {
    return composeServices(this.env, this.ctx).runner.resume(instanceId);
  }

  protected override ended(): Promise<void> {
    return saveIsolate(composeServices(this.env, this.ctx));
  }
}

/** A delivery of GitHub, with the services that its steps use. */
export class GitHubDelivery extends DeliveryWorkflow {
  protected override services(): CourierContext {
    return { ...composeServices(this.env, this.ctx), principal: COURIER };
  }
}

/** The sender of a webhook, with what it needs to follow the log. */
export class WebhookSender extends Sender {
  protected override services(): SenderServices {
    // Mode `open` answers to loopback only, so whoever has made the webhook is on this machine.
    const isLoopbackAllowed = readAccessSettings(this.env).mode === 'open';
    return { ...composeServices(this.env, this.ctx), isLoopbackAllowed, random: Math.random };
  }
}

async function maintain(env: Env, execution: WaitsUntil): Promise<number | null> {
  const services = composeServices(env, execution);
  try {
    return await runMaintenance(env, services);
  } finally {
    await keepFiguresOfWork(services);
  }
}

export default {
  fetch: async (request, env, execution) => {
    const response = await app.fetch(request, env, execution);
    keepFigures(
      () => composeServices(env, execution),
      (work) => execution.waitUntil(work),
    );
    return response;
  },
  scheduled: (_event, env, execution) => execution.waitUntil(maintain(env, execution)),
} satisfies ExportedHandler<Env>;
