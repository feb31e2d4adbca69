/** The Worker's entry: HTTP and sockets in, the clock, and what the platform runs: the hub, and batch runs. */
import type { Principal } from './access/principal.ts';
import { readAccessSettings } from './access/settings.ts';
import { app } from './app.ts';
import { Hub } from './live/hub.ts';
import { authenticateRenewal } from './services/access/authenticate.ts';
import { upkeep } from './services/maintenance.ts';
import { instancesOf } from './workflows/instances.ts';
import { runContextOf, type WaitsUntil } from './workflows/run-context.ts';

export { BatchRun } from './workflows/batch-run.ts';

/** The hub, with what the rooms above it know: who may go on listening, and what is to be done now and then. */
export class LiveHub extends Hub {
  protected override authenticate(token: string): Promise<Principal | null> {
    return authenticateRenewal(this.env, readAccessSettings(this.env), token);
  }

  protected override runMaintenance(): Promise<number | null> {
    return keepUp(this.env, this.ctx);
  }
}

function keepUp(env: Env, context: WaitsUntil): Promise<number | null> {
  return upkeep(env, runContextOf(env, context), instancesOf(env));
}

export default {
  fetch: app.fetch,
  scheduled: (_event, env, context) => context.waitUntil(keepUp(env, context)),
} satisfies ExportedHandler<Env>;
