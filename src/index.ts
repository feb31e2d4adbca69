/** The Worker's entry: HTTP and sockets in, and the hub that the platform runs. */
import { app } from './app.ts';

export { LiveHub } from './live/hub.ts';

export default { fetch: app.fetch } satisfies ExportedHandler<Env>;
