/**
 * The one access decision: every route and every socket passes here, and comes out with a principal or is refused.
 *
 * Deny unless allowed: mode `open` serves loopback alone; any other mode serves nothing but health and the dashboard's
 * static shell until it can tell who asks.
 */
import { createMiddleware } from 'hono/factory';
import type { Principal } from '../../access/principal.ts';
import { notify } from '../../live/notify.ts';
import { CLOSE } from '../../shared/protocol.ts';
import { openDatabase } from '../../store/database.ts';
import { closedSocket, isUpgrade } from '../socket.ts';
import type { AppEnvironment } from '../environment.ts';
import { ProblemError, type ProblemType } from '../problem.ts';

/** Everyone on this machine, in mode `open`. */
const LOCAL: Principal = { actor: 'local', role: 'admin', families: null };
/** Anyone at all: may see nothing that is kept. */
const ANONYMOUS: Principal = { actor: 'anonymous', role: 'viewer', families: [] };

/** Hosts that mode `open` answers to: another site's page can't reach it under a name of its own (DNS rebinding). */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** What holds no data: probes, and the dashboard's shell. */
const PUBLIC_PATH = /^\/(?:health\/(?:live|ready)|dashboard\/.*)$/;

interface Denial {
  problem: ProblemType;
  closeCode: number;
  detail: string;
}
type Decision = { principal: Principal } | { denial: Denial };

/** Decides who asks. Pure, and asked once for every request. */
export function decideAccess(request: Request, mode: string): Decision {
  const url = new URL(request.url);
  if (mode === 'open' && !LOOPBACK_HOSTS.has(url.hostname)) {
    return denied('forbidden', CLOSE.notAllowed, 'Open mode answers on loopback only.');
  }
  const origin = request.headers.get('Origin');
  if (origin !== null && origin !== url.origin) {
    return denied('forbidden', CLOSE.notAllowed, `Requests from ${origin} are not allowed.`);
  }
  if (mode === 'open') return { principal: LOCAL };
  if (PUBLIC_PATH.test(url.pathname)) return { principal: ANONYMOUS };
  return denied('not-signed-in', CLOSE.signIn, 'Sign-in is required, and this version cannot check one yet.');
}

function denied(problem: ProblemType, closeCode: number, detail: string): Decision {
  return { denial: { problem, closeCode, detail } };
}

/** Gives every handler its {@link ServiceContext}, or refuses. A socket is refused by its close code: browsers see no status. */
export const access = createMiddleware<AppEnvironment>(async function access(c, next) {
  const decision = decideAccess(c.req.raw, c.env.ACCESS_MODE);
  if ('denial' in decision) {
    const { problem, closeCode, detail } = decision.denial;
    if (isUpgrade(c.req.raw)) return closedSocket(c.req.raw, closeCode, detail);
    throw new ProblemError(problem, detail, {
      ...(problem === 'not-signed-in' && { headers: { 'WWW-Authenticate': 'Bearer' } }),
    });
  }
  c.set('services', {
    db: openDatabase(c.env.DB),
    principal: decision.principal,
    publish: (events) => c.executionCtx.waitUntil(notify(c.env, events)),
    now: () => new Date(),
  });
  return next();
});
