/** Tokens, browser sessions, and tickets for WebSockets. */
import { Hono, type Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import {
  sessionRequestSchema,
  signOutSchema,
  ticketRequestSchema,
  tokenRequestSchema,
} from '../../shared/api/access.ts';
import { disconnect } from '../../live/disconnect.ts';
import { describeSession, issueTicket, createSession, endSession } from '../../services/access/sessions.ts';
import { createToken, endToken, readTokens } from '../../services/access/tokens.ts';
import { readJsonInput, readOptionalJsonInput } from '../body.ts';
import { cookieName } from '../credential.ts';
import type { AppEnvironment } from '../environment.ts';
import { limited } from '../middleware/limited.ts';
import { isLoopback } from '../origin.ts';
import { notSignedIn, ProblemError } from '../problem.ts';

/** Not readable by scripts, and not sent by other sites. */
const COOKIE = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;

export const credentials = new Hono<AppEnvironment>()
  .get('/tokens', async function listTokens(c) {
    return c.json(await readTokens(c.get('services')));
  })
  .post('/tokens', limited, async function makeToken(c) {
    const request = await readJsonInput(c, tokenRequestSchema);
    const token = await createToken(c.get('services'), request);
    return c.json(token, 201, { Location: `/api/tokens/${token.id}` });
  })
  .delete('/tokens/:id', async function revoke(c) {
    return c.json(await endToken(c.get('services'), c.req.param('id')));
  })
  .get('/session', function whoAsks(c) {
    return c.json(describeSession(c.get('services').principal, c.get('settings')));
  })
  .post('/session', limited, async function openSession(c) {
    const { token } = await readJsonInput(c, sessionRequestSchema);
    const settings = c.get('settings');
    if (settings.mode === 'open') return c.json(describeSession(c.get('services').principal, settings));
    if (settings.mode !== 'token') {
      throw new ProblemError('forbidden', 'This service signs people in by Cloudflare Access.');
    }
    const found = await createSession(c.get('services').db, settings, token, new Date());
    if ('denied' in found) throw notSignedIn('This token lets nobody in.');
    setCookie(c, cookieName(new URL(c.req.url)), found.secret, {
      ...COOKIE,
      secure: isSecure(c),
      expires: found.expiresAt,
    });
    return c.json(found.session, 201);
  })
  .delete('/session', limited, async function closeSession(c) {
    const { everywhere } = await readOptionalJsonInput(c, signOutSchema);
    const sessions = await endSession(c.get('services'), everywhere);
    c.executionCtx.waitUntil(disconnect(c.env, { sessions }));
    deleteCookie(c, cookieName(new URL(c.req.url)), { ...COOKIE, secure: isSecure(c) });
    return c.body(null, 204);
  })
  .post('/ws-ticket', limited, async function makeTicket(c) {
    const { topic, topics } = await readJsonInput(c, ticketRequestSchema);
    return c.json(await issueTicket(c.get('services'), [topic, ...topics]), 201);
  });

/**
 * Whether cookies can be `Secure`. Over plain HTTP browsers refuse such cookies, and only loopback is served over HTTP.
 */
function isSecure(c: Context): boolean {
  return !isLoopback(new URL(c.req.url)) || c.req.url.startsWith('https:');
}
