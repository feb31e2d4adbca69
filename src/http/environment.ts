import type { AccessSettings } from '../access/settings.ts';
import type { ServiceContext } from '../services/context.ts';

/** What Hono's context holds in every handler. */
export interface AppEnvironment {
  Bindings: Env;
  Variables: {
    requestId: string;
    /** Who asks, and all that a use case needs; set by the access middleware, so no handler runs without a decision. */
    services: ServiceContext;
    settings: AccessSettings;
    /** Of an answer that is a page with a stylesheet inside. */
    stylesheet?: string;
  };
}
