/** The dashboard's pages. Every path under /dashboard/ that is not a file gets the same static page. */
import { Hono } from 'hono';
import type { AppEnvironment } from '../environment.ts';

export const shell = new Hono<AppEnvironment>().get('/*', async function dashboardPage(c) {
  return c.env.ASSETS.fetch(new URL('/dashboard/', c.req.url));
});
