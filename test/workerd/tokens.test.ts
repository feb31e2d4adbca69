import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TokenList } from '../../src/shared/api/access.ts';
import {
  ADMIN,
  ask,
  bearer,
  closedWith,
  connect,
  makeToken,
  sendJson,
  signIn,
  silenceDenials,
  ticketOf,
} from './deployment.ts';

beforeEach(() => void silenceDenials());

describe('tokens', () => {
  it('are shown once, and kept as a hash', async () => {
    const made = await makeToken({ name: 'ci', role: 'editor', families: ['cells'], expires_in_days: 30 });
    expect(made).toMatchObject({ name: 'ci', role: 'editor', families: ['cells'], created_by: 'admin' });
    const { results } = (await (await ask('/api/tokens', { headers: bearer(ADMIN) })).json()) as TokenList;
    const { token, ...rest } = made;
    expect(results.find(({ id }) => id === made.id)).toEqual(rest);
    const everything = await env.DB.prepare('select * from tokens').all();
    const log = await env.DB.prepare('select * from events').all();
    expect(JSON.stringify([results, everything.results, log.results])).not.toContain(token.slice(-20));
    expect(log.results.at(-1)).toMatchObject({ type: 'token_created', actor: 'admin' });
  });

  it('note when they were used, and say who did what', async () => {
    const { token, id } = await makeToken({ name: 'writer', role: 'editor' });
    const sent = sendJson('POST', { content: '# A\n' }, bearer(token));
    expect((await ask('/api/validate', sent)).status).toBe(201);
    const row = await env.DB.prepare('select last_used_at from tokens where id = ?').bind(id).first();
    expect(row?.['last_used_at']).toMatch(/^\d{4}-/);
    const event = await env.DB.prepare('select actor from events order by id desc limit 1').first();
    expect(event?.['actor']).toBe('writer');
  });

  it('that are revoked lose their connections, their sessions and their tickets at once', async () => {
    const { token, id } = await makeToken({ name: 'leaver', role: 'viewer' });
    const other = await makeToken({ name: 'stayer', role: 'viewer' });
    const mine = await connect('/ws/validation_updates', bearer(token));
    const theirs = await connect('/ws/validation_updates', bearer(other.token));
    const cookie = await signIn(token);
    const ticket = await ticketOf(token);
    expect((await ask(`/api/tokens/${id}`, { method: 'DELETE', headers: bearer(ADMIN) })).status).toBe(200);
    await closedWith(mine.codes, 4001);
    expect(theirs.codes).toEqual([]);
    expect((await ask('/api/stats', { headers: bearer(token) })).status).toBe(401);
    expect((await ask('/api/stats', { headers: { Cookie: cookie } })).status).toBe(401);
    expect((await connect(`/ws/validation_updates?ticket=${ticket}`)).first).toBe('4001');
    const again = await ask(`/api/tokens/${id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    expect(again.status).toBe(200);
    const events = await env.DB.prepare(
      "select count(*) as n from events where type = 'token_revoked' and payload like ?",
    )
      .bind(`%${id}%`)
      .first();
    expect(events?.['n']).toBe(1);
    theirs.socket.close(1000, 'done');
  });

  it('that expire lose their connections and event streams at that moment, silent ones too', async () => {
    const { token, id } = await makeToken({ name: 'short', role: 'viewer', expires_in_days: 1 });
    const soon = new Date(Date.now() + 2_000).toISOString();
    await env.DB.prepare('update tokens set expires_at = ? where id = ?').bind(soon, id).run();
    const { codes, first } = await connect('/ws/validation_updates', bearer(token));
    expect(first).toContain('connection_established');
    const stream = await ask('/api/events/stream', { headers: bearer(token) });
    expect(stream.status).toBe(200);
    await closedWith(codes, 4001);
    expect(await stream.text()).toContain('connection_established');
  });

  it('are refused with what is wrong in them', async () => {
    const wrong = [
      {},
      { name: '', role: 'viewer' },
      { name: 'Admin', role: 'viewer' },
      { name: 'x', role: 'owner' },
      { name: 'x', role: 'viewer', families: [] },
      { name: 'x', role: 'viewer', expires_in_days: 0 },
      { name: 'a\nb', role: 'viewer' },
    ];
    for (const body of wrong) {
      expect((await ask('/api/tokens', sendJson('POST', body, bearer(ADMIN)))).status).toBe(422);
    }
    expect(
      (await ask(`/api/tokens/${crypto.randomUUID()}`, { method: 'DELETE', headers: bearer(ADMIN) })).status,
    ).toBe(404);
  });

  it('of the configuration are taken only when they are long enough', async () => {
    const short = await ask('/api/stats', { headers: bearer('short') }, { ADMIN_TOKEN: 'short' });
    expect(short.status).toBe(401);
    const none = await ask('/api/stats', { headers: bearer(ADMIN) }, { ADMIN_TOKEN: '' });
    expect(none.status).toBe(401);
  });
});
