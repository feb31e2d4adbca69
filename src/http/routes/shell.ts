/** Pages of the dashboard. All of them are the same static shell, which reads the address. */
import { Hono } from 'hono';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError } from '../problem.ts';

/** The addresses that the page's router knows. */
const PAGE =
  /^\/dashboard\/(?:|index\.html|documents|recommendations|quality|health|deliver|activity|ignored|tokens|webhooks|(?:validations|workflows|families|desk)(?:\/[^/]+)?|rules\/.+)$/;
/** The name of a file. Existing files are served before the Worker is asked. */
const FILE = /\.\w+$/;

/** Unknown addresses answer 404: with the shell, which says so, or with a problem when they name a file. */
export const shell = new Hono<AppEnvironment>().get('/*', async function dashboardPage(c) {
  const { path } = c.req;
  const isPage = PAGE.test(path);
  if (!isPage && FILE.test(path)) throw new ProblemError('not-found', `There is no ${path}.`);
  const page = await c.env.ASSETS.fetch(new URL('/dashboard/', c.req.url));
  return isPage ? page : new Response(page.body, { status: 404, headers: page.headers });
});
