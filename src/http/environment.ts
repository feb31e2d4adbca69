import type { AccessSettings } from '../access/settings.ts';
import type { ServiceContext } from '../services/context.ts';

/** What Hono's context has in every handler. */
export interface AppEnvironment {
  Bindings: Env;
  Variables: {
    requestId: string;
    /**
     * The principal, and what the use cases need. Set by the access middleware, so no handler runs without a decision.
     */
    services: ServiceContext;
    settings: AccessSettings;
    /** The stylesheet of an HTML report that is the answer. */
    stylesheet?: string;
  };
}
