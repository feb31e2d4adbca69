import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAccessSettings } from '../../src/access/settings.ts';
import { LiveHub } from '../../src/index.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { authenticateRenewal } from '../../src/services/access/authenticate.ts';
import { openDatabase } from '../../src/store/database.ts';
import { CLOSE, FRAMED_PROTOCOL } from '../../src/shared/protocol.ts';
import { admin, ADMIN, ask, bearer, closedWith, connect, makeToken, silenceDenials } from './deployment.ts';
import { CLEAN } from './service.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const validate = (family: string) => admin('/api/validate', { content: CLEAN, file_path: 'a.md', family });

beforeEach(() => {
  silenceDenials();
  // The hub of the tests runs in mode `open`. Here it authenticates as in mode `token`.
  const deployed = { ...env, ACCESS_MODE: 'token', ADMIN_TOKEN: ADMIN };
  vi.spyOn(
    LiveHub.prototype as unknown as { authenticate: (token: string) => unknown },
    'authenticate',
  ).mockImplementation((token) =>
    authenticateRenewal(openDatabase(env.DB), readAccessSettings(deployed), token),
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function open(token: string, path = '/ws/validation_updates') {
  const connection = await connect(path, { ...bearer(token), 'Sec-WebSocket-Protocol': FRAMED_PROTOCOL });
  const { socket, messages } = connection;
  const parsed = () => messages.map((text) => JSON.parse(text) as Record<string, unknown>);
  return {
    ...connection,
    renew: (next: string) => socket.send(JSON.stringify({ type: 'auth', token: next })),
    message: (type: string) =>
      vi.waitFor(() => expect(parsed().find((one) => one['type'] === type)).toBeDefined()),
    find: (type: string) => parsed().find((one) => one['type'] === type),
    frames: () =>
      parsed().filter((one) => 'from' in one) as { from: number; to: number; events: { family: string }[] }[],
  };
}

describe('a credential that is renewed in place', () => {
  it('keeps the connection beyond the end of the old one', async () => {
    const short = await makeToken({ name: 'short', role: 'viewer', expires_in_days: 1 });
    const long = await makeToken({ name: 'long', role: 'viewer', expires_in_days: 9 });
    const [renewed, forgetful] = [await open(short.token), await open(short.token)];
    expect(renewed.find('connection_established')).toMatchObject({ expires_at: short.expires_at });
    renewed.renew(long.token);
    await renewed.message('authenticated');
    expect(renewed.find('authenticated')).toEqual({
      type: 'authenticated',
      actor: 'long',
      expires_at: long.expires_at,
    });

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * DAY_MS });
    await runDurableObjectAlarm(hubOf(env));
    await closedWith(forgetful.codes, CLOSE.signIn);
    vi.useRealTimers();
    await validate('words');
    await vi.waitFor(() => expect(renewed.frames()).toHaveLength(1));
    renewed.socket.close();
  });

  it('ends the connection at the moment when the new one expires', async () => {
    const long = await makeToken({ name: 'lasts', role: 'viewer' });
    const short = await makeToken({ name: 'ends soon', role: 'viewer', expires_in_days: 1 });
    const connection = await open(long.token);
    const soon = new Date(Date.now() + 2_000).toISOString();
    await env.DB.prepare('update tokens set expires_at = ? where id = ?').bind(soon, short.id).run();
    connection.renew(short.token);
    await connection.message('authenticated');
    await closedWith(connection.codes, CLOSE.signIn);
  });

  it('shows what the new one may see from then on, in frames that chain', async () => {
    const { token } = await makeToken({ name: 'cells', role: 'viewer', families: ['cells'] });
    await validate('cells');
    const connection = await open(ADMIN);
    await validate('words');
    await vi.waitFor(() => expect(connection.frames()).toHaveLength(1));
    const before = await open(token);
    await validate('cells');
    await vi.waitFor(() => expect(before.frames()).toHaveLength(1));
    connection.renew(token);
    await connection.message('authenticated');
    await validate('words');
    await validate('cells');
    await vi.waitFor(() => expect(before.frames()).toHaveLength(2));
    await vi.waitFor(() => expect(connection.frames().at(-1)).toEqual(before.frames().at(-1)));
    const families = connection.frames().flatMap(({ events }) => events.map(({ family }) => family));
    expect(new Set(families.slice(0, families.indexOf('cells')))).toEqual(new Set(['words']));
    expect(new Set(families.slice(families.indexOf('cells')))).toEqual(new Set(['cells']));
    connection.socket.close();
    before.socket.close();
  });

  it('is refused when it is none, ended, or not good for the topics; the connection goes on with the old one', async () => {
    const revoked = await makeToken({ name: 'revoked', role: 'viewer' });
    await ask(`/api/tokens/${revoked.id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    const elsewhere = await makeToken({ name: 'words', role: 'viewer', families: ['words'] });
    for (const token of ['nonsense', revoked.token, elsewhere.token]) {
      const connection = await open(ADMIN, '/ws/family_cells');
      connection.renew(token);
      await connection.message('error');
      expect(connection.find('error')).toMatchObject({ code: 'auth_failed' });
      await validate('cells');
      await vi.waitFor(() => expect(connection.frames()).toHaveLength(1));
      connection.socket.close();
    }
  });

  it('ends with the new one, not with the old one', async () => {
    const [first, second] = [
      await makeToken({ name: 'first', role: 'viewer' }),
      await makeToken({ name: 'second', role: 'viewer' }),
    ];
    const connection = await open(first.token);
    connection.renew(second.token);
    await connection.message('authenticated');
    await ask(`/api/tokens/${first.id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    await validate('cells');
    await vi.waitFor(() => expect(connection.frames().length).toBeGreaterThan(0));
    expect(connection.codes).toEqual([]);
    await ask(`/api/tokens/${second.id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    await closedWith(connection.codes, CLOSE.signIn);
  });
});
