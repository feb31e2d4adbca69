/** The path of wrangler, and the environment in which the tests start it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
export const WRANGLER = join(PROJECT, 'node_modules/wrangler/bin/wrangler.js');

/** Variables that the test runner sets. The service must not see them. */
const RUNNER_VARIABLES = /^(?:VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|NODE_OPTIONS$)/;

/** The environment without the variables of the test runner. */
export function userEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !RUNNER_VARIABLES.test(name)));
}
