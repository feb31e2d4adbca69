/** How the tests start wrangler. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
export const WRANGLER = join(PROJECT, 'node_modules/wrangler/bin/wrangler.js');

/** What the test runner sets for itself: the service is started as if it did not exist. */
const RUNNERS_OWN = /^(?:VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|NODE_OPTIONS$)/;

/** The environment without the test runner's marks. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !RUNNERS_OWN.test(name)));
}
