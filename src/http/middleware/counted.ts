import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import { isolate } from '../../metrics/isolate.ts';
import type { AppEnvironment } from '../environment.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The route of a request that none takes. */
const NO_ROUTE = 'none';

/**
 * Counts requests by the pattern of their route, with the time until the answer began. Nothing is stored before the answer.
 */
export const counted = createMiddleware<AppEnvironment>(async function counted(c, next) {
  const started = Date.now();
  await next();
  // Routes of middleware are for all methods.
  const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
  const method = METHODS.has(c.req.method) ? c.req.method : 'other';
  const labels = [method, route?.path ?? NO_ROUTE] as const;
  isolate.add('http_requests', [...labels, `${Math.floor(c.res.status / 100)}xx`]);
  isolate.observe('http_request_duration_seconds', labels, (Date.now() - started) / 1_000);
});
