/** Pages of the dashboard: every address under /dashboard/ that is no file is the same static shell. */
import { Hono } from 'hono';
import type { AppEnvironment } from '../environment.ts';

export const shell = new Hono<AppEnvironment>().get('/*', async function dashboardPage(c) {
  return c.env.ASSETS.fetch(new URL('/dashboard/', c.req.url));
});
