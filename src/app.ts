/** The app: the order of the middleware, and the routes. */
import { Hono, type Context } from 'hono';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { readAccessSettings } from './access/settings.ts';
import { composeServices, composeSession } from './compose.ts';
import type { AppEnvironment } from './http/environment.ts';
import { access } from './http/middleware/access.ts';
import { bookmarks } from './http/middleware/bookmarks.ts';
import { counted } from './http/middleware/counted.ts';
import { ProblemError, problemResponse } from './http/problem.ts';
import { pagePolicy } from './http/report-response.ts';
import { api } from './http/routes/api.ts';
import { githubSetup } from './http/routes/github-setup.ts';
import { health } from './http/routes/health.ts';
import { live } from './http/routes/live.ts';
import { metrics } from './http/routes/metrics.ts';
import { shell } from './http/routes/shell.ts';
import { isUnavailable } from './http/unavailable.ts';
import { isRefusedByImport } from './services/backup/refused.ts';
import { isDatabaseFull } from './services/database-full.ts';
import { Refusal } from './services/errors.ts';
import { logError } from './log.ts';

const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
  strictTransportSecurity: 'max-age=15552000',
  referrerPolicy: 'no-referrer',
  crossOriginResourcePolicy: 'same-origin',
});

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Keeps answers out of caches: they are current, and for one principal. An answer that may be kept says so itself. */
const uncached = createMiddleware(async function uncached(c, next) {
  await next();
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
});

/** Sets the request id on all answers, also on those from static assets. */
const requestIdOnAll = createMiddleware<AppEnvironment>(async function requestIdOnAll(c, next) {
  await next();
  if (c.res.status !== 101) c.header('X-Request-Id', c.get('requestId'));
});

/** CORS for pages of the allowed origins. They may send a token, but no cookie. */
const otherPages = cors({
  origin: (origin, c: Context<AppEnvironment>) =>
    readAccessSettings(c.env).allowedOrigins.includes(origin) ? origin : null,
  allowMethods: METHODS,
  allowHeaders: [
    'Authorization',
    'Content-Type',
    'Galley-Bookmark',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
  ],
  exposeHeaders: [
    'ETag',
    'Galley-Bookmark',
    'Galley-Left-Out',
    'Link',
    'Location',
    'Retry-After',
    'X-Request-Id',
  ],
  maxAge: 600,
});

/** The methods of a path, as `Allow` names them. Empty when there is no such path. */
function allowedMethods(path: string): string[] {
  const own = METHODS.filter((one) =>
    app.router.match(one, path)[0].some(([[, route]]) => route.method === one),
  );
  if (own.length === 0) return [];
  return [...own.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
}

/** Answers OPTIONS with the methods of a path (RFC 9110, 9.3.7). CORS preflights are left to {@link otherPages}. */
const options = createMiddleware<AppEnvironment>(async function options(c, next) {
  if (c.req.method !== 'OPTIONS' || c.req.header('Access-Control-Request-Method') !== undefined)
    return next();
  const allowed = allowedMethods(c.req.path);
  return allowed.length === 0 ? next() : c.body(null, 204, { Allow: allowed.join(', ') });
});

export const app = new Hono<AppEnvironment>()
  .use(counted)
  .use(requestIdOnAll)
  .use(requestId({ headerName: 'X-Request-Id', generator: () => crypto.randomUUID(), limitLength: 0 }))
  .use(options)
  .use('/api/*', otherPages)
  .use('/api/*', pagePolicy, headers, uncached)
  .use('/health/*', headers, uncached)
  .use('/metrics', headers, uncached)
  .use(access(composeServices))
  .use('/api/*', bookmarks(composeSession))
  .route('/api', api)
  .route('/github/setup', githubSetup)
  .route('/health', health)
  .route('/metrics', metrics)
  .route('/ws', live)
  .route('/dashboard', shell);

app.notFound((c) => {
  const { path, method } = c.req;
  const allowed = allowedMethods(path);
  if (allowed.length === 0) return problemResponse(c, new ProblemError('not-found', `There is no ${path}.`));
  const Allow = allowed.join(', ');
  const detail = `${path} takes ${Allow}, not ${method}.`;
  return problemResponse(c, new ProblemError('method-not-allowed', detail, { headers: { Allow } }));
});

app.onError((error, c) => {
  if (error instanceof ProblemError) return problemResponse(c, error);
  if (error instanceof Refusal) return problemResponse(c, ProblemError.from(error));
  if (isRefusedByImport(error)) {
    const detail = 'This service is being filled by an import: nothing else is stored until that is done.';
    const later = { headers: { 'Retry-After': '60' } };
    return problemResponse(c, new ProblemError('unavailable', detail, later));
  }
  logError('http', 'a request failed', error, { request: c.get('requestId'), path: c.req.path });
  if (isDatabaseFull(error)) {
    const detail = 'The database is full: nothing can be stored until it has space. It can still be read.';
    const later = { headers: { 'Retry-After': '60' } };
    return problemResponse(c, new ProblemError('database-full', detail, later));
  }
  if (isUnavailable(error)) {
    const again = { headers: { 'Retry-After': '2' } };
    return problemResponse(
      c,
      new ProblemError('unavailable', 'A part of the service is down; try again soon.', again),
    );
  }
  return problemResponse(
    c,
    new ProblemError('internal', 'Something went wrong here. The request id finds it in the log.'),
  );
});
