import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../src/shared/api/access.ts';
import {
  ADMIN,
  ask,
  bearer,
  closedWith,
  connect,
  DEPLOYED,
  makeToken,
  sendJson,
  signIn,
  silenceDenials,
} from './deployment.ts';
import { evictHub } from './eviction.ts';

beforeEach(() => void silenceDenials());
const listen = (Cookie: string) => connect('/ws/validation_updates', { Cookie, Origin: DEPLOYED });
const leave = (Cookie: string, body: object) =>
  ask('/api/session', sendJson('DELETE', body, { Cookie, Origin: DEPLOYED }));

describe('sessions of browsers', () => {
  it('are opened by a token, in a cookie that scripts and other sites never get', async () => {
    const { token } = await makeToken({ name: 'ann', role: 'reviewer', families: ['cells'] });
    const response = await ask('/api/session', sendJson('POST', { token }, { Origin: DEPLOYED }));
    const set = response.headers.get('Set-Cookie')!;
    expect(set).toMatch(/^__Host-galley=[\w-]{43};/);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
      expect(set).toContain(attribute);
    const cookie = set.split(';')[0]!;
    const session = (await (await ask('/api/session', { headers: { Cookie: cookie } })).json()) as Session;
    expect(session).toMatchObject({ actor: 'ann', role: 'reviewer', families: ['cells'], mode: 'token' });
    expect(Date.parse(session.expires_at!)).toBeGreaterThan(Date.now());
    const kept = await env.DB.prepare('select * from sessions').all();
    expect(JSON.stringify(kept.results)).not.toContain(cookie.split('=')[1]);
  });

  it('have a cookie that a plain connection on this machine takes', async () => {
    const local = 'http://127.0.0.1:8586';
    const response = await ask(
      '/api/session',
      sendJson('POST', { token: ADMIN }, { Origin: local }),
      {},
      local,
    );
    expect(response.headers.get('Set-Cookie')).toMatch(/^galley=[\w-]{43};/);
    expect(response.headers.get('Set-Cookie')).not.toContain('Secure');
    const elsewhere = 'http://galley.example';
    const plain = await ask('/api/session', sendJson('POST', { token: ADMIN }), {}, elsewhere);
    expect(plain.headers.get('Set-Cookie')).toContain('Secure');
  });

  it('change nothing for another site, whatever it makes the browser send', async () => {
    const Cookie = await signIn(ADMIN);
    const change = (headers: Record<string, string>) =>
      ask(
        '/api/tokens',
        sendJson('POST', { name: crypto.randomUUID(), role: 'viewer' }, { Cookie, ...headers }),
      );
    expect((await change({ Origin: DEPLOYED })).status).toBe(201);
    expect((await change({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(201);
    for (const headers of [
      {},
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'none' },
    ] as Record<string, string>[]) {
      const name = JSON.stringify(headers);
      expect((await change(headers)).status, name).toBe(403);
      expect((await connect('/ws/validation_updates', { Cookie, ...headers })).first, name).toBe('4003');
    }
    const own = await connect('/ws/validation_updates', { Cookie, Origin: DEPLOYED });
    expect(own.first).toContain('connection_established');
    own.socket.close(1000, 'done');
    const Origin = 'https://pages.example';
    const read = await ask('/api/stats', { headers: { Cookie, Origin } }, { ALLOWED_ORIGINS: Origin });
    expect(read.status).toBe(403);
  });

  it('end here, or everywhere, with their connections', async () => {
    const { token } = await makeToken({ name: 'bob', role: 'viewer' });
    const [here, there, third] = [await signIn(token), await signIn(token), await signIn(token)];
    const [first, second] = [await listen(here), await listen(there)];
    const byToken = await connect('/ws/validation_updates', bearer(token));
    const left = await leave(here, {});
    expect(left.status).toBe(204);
    expect(left.headers.get('Set-Cookie')).toContain('Max-Age=0');
    await closedWith(first.codes, 4001);
    expect((await ask('/api/stats', { headers: { Cookie: here } })).status).toBe(401);
    expect((await ask('/api/stats', { headers: { Cookie: there } })).status).toBe(200);
    expect(second.codes).toEqual([]);
    await leave(third, { everywhere: true });
    await closedWith(second.codes, 4001);
    expect((await ask('/api/stats', { headers: { Cookie: there } })).status).toBe(401);
    expect(byToken.codes).toEqual([]);
    byToken.socket.close(1000, 'done');
  });

  it.each([false, true])(
    'take the tickets along that were issued to them (everywhere: %s)',
    async (everywhere) => {
      const { token } = await makeToken({ name: `ticket holder ${everywhere}`, role: 'viewer' });
      const cookie = await signIn(token);
      const asked = sendJson('POST', { topic: 'validation_updates' }, { Cookie: cookie, Origin: DEPLOYED });
      const { ticket } = (await (await ask('/api/ws-ticket', asked)).json()) as { ticket: string };
      expect((await leave(cookie, { everywhere })).status).toBe(204);
      // The hub's memory of who signed out ends with it.
      await evictHub('close');
      expect((await connect(`/ws/validation_updates?ticket=${ticket}`)).first).toBe('4001');
    },
  );

  it('that are opened after a sign-out everywhere get live updates, with the same token', async () => {
    const { token } = await makeToken({ name: 'eve', role: 'viewer' });
    const before = await signIn(token);
    const old = await listen(before);
    await leave(before, { everywhere: true });
    await closedWith(old.codes, 4001);
    const again = await listen(await signIn(token));
    expect(again.first).toContain('connection_established');
    again.socket.close(1000, 'done');
  });

  it('end with the token of the configuration, when that is replaced', async () => {
    const headers = { Cookie: await signIn(ADMIN) };
    expect((await ask('/api/stats', { headers })).status).toBe(200);
    expect((await ask('/api/stats', { headers }, { ADMIN_TOKEN: `${ADMIN}-new` })).status).toBe(401);
  });

  it('end when their time is over', async () => {
    const headers = { Cookie: await signIn(ADMIN) };
    await env.DB.prepare("update sessions set expires_at = '2020-01-01T00:00:00.000Z'").run();
    expect((await ask('/api/stats', { headers })).status).toBe(401);
  });
});
