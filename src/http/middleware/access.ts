/**
 * The one access decision: every route and every socket passes here, and comes out with a principal or is refused.
 *
 * Deny unless allowed: mode `open` serves loopback alone; any other asks for a credential of everything but the probes,
 * the dashboard's static shell, and the sign-in itself.
 */
import { createMiddleware } from 'hono/factory';
import type { Principal } from '../../access/principal.ts';
import { readAccessSettings, type AccessSettings } from '../../access/settings.ts';
import { notify } from '../../live/notify.ts';
import {
  authenticateAccessJwt,
  authenticateSession,
  authenticateTicket,
  authenticateToken,
  LOCAL,
  type Authentication,
  type DenialReason,
} from '../../services/access/authenticate.ts';
import { attempt } from '../../services/runs/run-watch.ts';
import { RATE_PERIOD_SECONDS } from '../../shared/limits.ts';
import { CLOSE } from '../../shared/protocol.ts';
import { openDatabase, type Database } from '../../store/database.ts';
import { markUsed, wasJustUsed, type TokenRow } from '../../store/tokens.ts';
import { instancesOf } from '../../workflows/instances.ts';
import { readAccessJwt, readCredential, type Credential } from '../credential.ts';
import type { AppEnvironment } from '../environment.ts';
import { isAllowedOrigin, isLoopback, isOwnPage } from '../origin.ts';
import { notSignedIn, ProblemError, type ProblemType } from '../problem.ts';
import { closedSocket, isUpgrade } from '../socket.ts';

/** Anyone at all: may see nothing that is kept. */
const ANONYMOUS: Principal = { actor: 'anonymous', role: 'viewer', families: [] };

/** What holds no data: probes, the dashboard's static files, and the sign-in. A missing file is 404 for everyone. */
const PUBLIC = new Map<string, RegExp>([
  ['GET', /^\/(?:health\/(?:live|ready)|(?:dashboard|assets|schemas)\/.*)$/],
  ['HEAD', /^\/(?:health\/(?:live|ready)|(?:dashboard|assets|schemas)\/.*)$/],
  ['POST', /^\/api\/session$/],
]);

interface Denial {
  problem: ProblemType;
  closeCode: number;
  detail: string;
  /** For the log; left out where nobody has tried to sign in. */
  reason?: DenialReason;
}
export type AccessDecision = { principal: Principal; token?: TokenRow } | { denial: Denial };

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

/** Decides who asks; once for every request. */
export async function decideAccess(
  request: Request,
  settings: AccessSettings,
  db: Database,
  now: Date,
): Promise<AccessDecision> {
  const url = new URL(request.url);
  const { mode } = settings;
  if (mode === 'open' && !isLoopback(url)) return forbidden('Open mode answers on loopback only.');
  if (!isAllowedOrigin(request, settings.allowedOrigins)) {
    return forbidden(`Requests from ${request.headers.get('Origin') ?? ''} are not allowed.`);
  }
  if (mode === 'open') return { principal: LOCAL };
  if (PUBLIC.get(request.method)?.test(url.pathname)) return { principal: ANONYMOUS };
  const credential = mode === 'cloudflare-access' ? readAccess(request) : readCredential(request);
  // Browsers send these by themselves, whoever's page has made them.
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

/** Tickets stand for someone who was let in already. */
function readAccess(request: Request): Credential {
  const own = readCredential(request);
  return own.kind === 'ticket' ? own : readAccessJwt(request);
}

async function authenticate(
  credential: Credential,
  settings: AccessSettings,
  db: Database,
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

/** Gives every handler its {@link ServiceContext}, or refuses. A socket is refused by its close code: browsers see no status. */
export const access = createMiddleware<AppEnvironment>(async function access(c, next) {
  const request = c.req.raw;
  const settings = readAccessSettings(c.env);
  const db = openDatabase(c.env.DB);
  const decision = await limitRate(
    request,
    c.env,
    settings,
    await decideAccess(request, settings, db, new Date()),
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
  if (token && !wasJustUsed(token, new Date())) c.executionCtx.waitUntil(markUsed(db, token.id, new Date()));
  c.set('settings', settings);
  c.set('services', {
    db,
    principal,
    publish: (events) => c.executionCtx.waitUntil(notify(c.env, events)),
    later: (ask) => c.executionCtx.waitUntil(attempt({ db, now: () => new Date() }, ask)),
    runner: instancesOf(c.env),
    now: () => new Date(),
  });
  return next();
});

/**
 * Requests by who asks; and by address where nobody is known, or someone tries to be. On this machine alone there is no
 * one to keep from anything.
 */
async function limitRate(
  request: Request,
  { RATE_BY_PRINCIPAL, RATE_BY_ADDRESS }: Env,
  { mode }: AccessSettings,
  decision: AccessDecision,
): Promise<AccessDecision> {
  if (mode === 'open') return decision;
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
