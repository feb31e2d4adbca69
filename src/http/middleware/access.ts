/**
 * The access decision. Every route and every WebSocket passes here and gets a principal, or is refused.
 *
 * Deny by default: mode `open` serves loopback only. Every other mode requires a credential, except for the health probes,
 * the dashboard's static shell, and the sign-in itself.
 */
import { createMiddleware } from 'hono/factory';
import type { Principal } from '../../access/principal.ts';
import { readAccessSettings, type AccessSettings } from '../../access/settings.ts';
import {
  authenticateAccessJwt,
  authenticateSession,
  authenticateTicket,
  authenticateToken,
  LOCAL,
  markTokenUsed,
  type Authentication,
  type DenialReason,
} from '../../services/access/authenticate.ts';
import type { ServiceContext } from '../../services/context.ts';
import { RATE_PERIOD_SECONDS } from '../../shared/limits.ts';
import { CLOSE } from '../../shared/protocol.ts';
import { readAccessJwt, readCredential, type Credential } from '../credential.ts';
import type { AppEnvironment } from '../environment.ts';
import { isAllowedOrigin, isLoopback, isOwnPage } from '../origin.ts';
import { readIdempotencyKey } from '../idempotency-key.ts';
import { notSignedIn, ProblemError, type ProblemType } from '../problem.ts';
import { closedSocket, isUpgrade } from '../socket.ts';

/** The principal of public routes. May see no stored data. */
const ANONYMOUS: Principal = { actor: 'anonymous', role: 'viewer', families: [] };

/** What holds no data: probes, static files, descriptions of the API, and the sign-in. A missing file is 404 for everyone. */
const PUBLIC = new Map<string, RegExp>([
  // GitHub leads to the page of the setup, which has no data, from its own site.
  [
    'GET',
    /^\/(?:health\/(?:live|ready)|api\/(?:openapi|asyncapi)\.json|github\/setup\/done|(?:dashboard|docs|assets|schemas)\/.*)$/,
  ],
  [
    'HEAD',
    /^\/(?:health\/(?:live|ready)|api\/(?:openapi|asyncapi)\.json|(?:dashboard|docs|assets|schemas)\/.*)$/,
  ],
  // GitHub has no credential. It signs what it sends.
  ['POST', /^\/api\/(?:session|github\/webhook)$/],
]);

interface Denial {
  problem: ProblemType;
  closeCode: number;
  detail: string;
  /** For the log. Left out when no credential was sent. */
  reason?: DenialReason;
}
/** Who asks, or why the request is refused. */
export type AccessDecision = Extract<Authentication, { principal: Principal }> | { denial: Denial };

const REASONS: Readonly<Record<DenialReason, string>> = {
  missing: 'Sign-in is required.',
  malformed: 'The credential is none of this service.',
  unknown: 'The credential is not known.',
  expired: 'The credential has expired.',
  revoked: 'The credential was revoked.',
  invalid: 'The credential is not valid here.',
  'no-role': 'You are signed in, but nobody has given you a role here.',
  misconfigured: 'This service is not set up to check a sign-in.',
};

/** Decides who asks. Runs once for every request. */
export async function decideAccess(
  request: Request,
  settings: AccessSettings,
  db: ServiceContext['db'],
  now: Date,
): Promise<AccessDecision> {
  const url = new URL(request.url);
  const { mode } = settings;
  if (mode === 'open' && !(isLoopback(url) && hasOpenModeKey(request, settings))) {
    return forbidden('Open mode answers on loopback only.');
  }
  if (!isAllowedOrigin(request, settings.allowedOrigins)) {
    return forbidden(`Requests from ${request.headers.get('Origin') ?? ''} are not allowed.`);
  }
  if (mode === 'open') return { principal: LOCAL };
  if (PUBLIC.get(request.method)?.test(url.pathname)) return { principal: ANONYMOUS };
  const credential = mode === 'cloudflare-access' ? readAccess(request) : readCredential(request);
  // Browsers attach these to requests of any site's page.
  const isAmbient = credential.kind === 'session' || credential.kind === 'jwt';
  const mustShowOrigin =
    credential.kind === 'session' || request.headers.has('Sec-Fetch-Site') || request.headers.has('Origin');
  if (isAmbient && mustShowOrigin && !isOwnPage(request)) {
    return forbidden('A signed-in browser takes requests from its own pages only.');
  }
  const found = await authenticate(credential, settings, db, now);
  if (!('denied' in found)) return found;
  const { denied } = found;
  if (denied === 'no-role') return forbidden(REASONS[denied], denied);
  return {
    denial: { problem: 'not-signed-in', closeCode: CLOSE.signIn, detail: REASONS[denied], reason: denied },
  };
}

/**
 * Whether a request came through the proxy of `npm start`, which checks the Host header. Under `wrangler dev` the Worker
 * cannot check it, because a client can replace it with the header `MF-Original-URL`.
 */
function hasOpenModeKey(request: Request, { openModeKey }: AccessSettings): boolean {
  return openModeKey === null || request.headers.get('Galley-Open-Mode-Key') === openModeKey;
}

/** Reads a ticket, which was issued to an authenticated principal, or else the JWT. */
function readAccess(request: Request): Credential {
  const own = readCredential(request);
  return own.kind === 'ticket' ? own : readAccessJwt(request);
}

async function authenticate(
  credential: Credential,
  settings: AccessSettings,
  db: ServiceContext['db'],
  now: Date,
): Promise<Authentication> {
  if (settings.mode === null) return { denied: 'misconfigured' };
  switch (credential.kind) {
    case 'token':
      return authenticateToken(db, settings, credential.token, now);
    case 'session':
      return authenticateSession(db, settings, credential.cookie, now);
    case 'ticket':
      return authenticateTicket(db, credential, now);
    case 'jwt':
      return authenticateAccessJwt(settings, credential.jwt);
    case 'malformed':
      return { denied: 'malformed' };
    case 'none':
      return { denied: 'missing' };
  }
}

function forbidden(detail: string, reason?: DenialReason): { denial: Denial } {
  const denial = { problem: 'forbidden', closeCode: CLOSE.notAllowed, detail } as const;
  return { denial: { ...denial, ...(reason && { reason }) } };
}

/** Composes the services of a request; src/compose.ts has the implementation. */
type ComposeServices = (
  env: Env,
  execution: Pick<ExecutionContext, 'waitUntil'>,
) => Omit<ServiceContext, 'principal'>;

/**
 * Middleware that gives every handler its {@link ServiceContext}, or refuses the request. A WebSocket is refused by a
 * close code, because browsers do not show the status of a failed upgrade.
 */
export const access = (composeServices: ComposeServices) =>
  createMiddleware<AppEnvironment>(async function accessMiddleware(c, next) {
    const request = c.req.raw;
    const settings = readAccessSettings(c.env);
    const services = composeServices(c.env, c.executionCtx);
    const { db, now } = services;
    const decision = await limitRate(
      request,
      c.env,
      settings,
      await decideAccess(request, settings, db, now()),
    );
    if ('denial' in decision) {
      const { problem, closeCode, detail, reason } = decision.denial;
      if (reason !== undefined && reason !== 'missing') {
        const line = { level: 'warn', room: 'access', what: 'denied', request: c.get('requestId'), reason };
        console.warn(JSON.stringify(line));
      }
      if (isUpgrade(request)) return closedSocket(request, closeCode, detail);
      if (problem === 'not-signed-in') throw notSignedIn(detail);
      const headers = problem === 'too-many-requests' ? { 'Retry-After': String(RATE_PERIOD_SECONDS) } : {};
      throw new ProblemError(problem, detail, { headers });
    }
    const { principal, token } = decision;
    if (token) c.executionCtx.waitUntil(markTokenUsed(db, token, now()));
    c.set('settings', settings);
    const idempotencyKey = readIdempotencyKey(request);
    c.set('services', { ...services, principal, ...(idempotencyKey !== undefined && { idempotencyKey }) });
    return next();
  });

/**
 * Limits the rate of requests: by principal, or by address when the principal is unknown. Mode `open` has no limit, since
 * it serves loopback only.
 */
async function limitRate(
  request: Request,
  { RATE_BY_PRINCIPAL, RATE_BY_ADDRESS }: Env,
  { mode }: AccessSettings,
  decision: AccessDecision,
): Promise<AccessDecision> {
  // GitHub sends from few addresses, and does not send again what is refused.
  if (mode === 'open' || new URL(request.url).pathname === '/api/github/webhook') return decision;
  const isKnown = 'principal' in decision && decision.principal !== ANONYMOUS;
  const address = request.headers.get('CF-Connecting-IP') ?? 'unknown';
  const { success } = isKnown
    ? await RATE_BY_PRINCIPAL.limit({ key: decision.principal.token_id ?? decision.principal.actor })
    : await RATE_BY_ADDRESS.limit({ key: address });
  if (success) return decision;
  return {
    denial: {
      problem: 'too-many-requests',
      closeCode: CLOSE.overloaded,
      detail: 'Too many requests; try again in a minute.',
    },
  };
}
