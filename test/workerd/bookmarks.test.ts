import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { bookmarkedFetch, createApi } from '../../src/client/index.ts';
import type { ListPage } from './lagging-database.ts';
import { laggingDatabase } from './lagging-database.ts';
import { ADMIN, ask, bearer, DEPLOYED, makeToken, sendJson, silenceDenials } from './deployment.ts';

const HEADER = 'Galley-Bookmark';
/** A deployment with copies of its database. */
const withCopies = (db: D1Database = env.DB) =>
  ({ READ_REPLICATION: 'on', DB: db }) as unknown as Record<string, string>;
const submit = (file_path: string, variables: Record<string, string>) =>
  ask(
    '/api/validate',
    sendJson('POST', { content: `# ${file_path}\n`, file_path, family: 'slides' }, bearer(ADMIN)),
    variables,
  );
const list = async (headers: Record<string, string>, variables: Record<string, string>) => {
  const answer = await ask(
    '/api/validations?family=slides',
    { headers: { ...bearer(ADMIN), ...headers } },
    variables,
  );
  const { total, position } = await answer.json<ListPage>();
  return { total, position, bookmark: answer.headers.get(HEADER) };
};

describe('reads near the reader', () => {
  it('are off unless the deployment says so', async () => {
    const { db, served } = laggingDatabase(env.DB);
    const off = { ...withCopies(db), READ_REPLICATION: 'off' };
    expect((await submit('off.md', off)).headers.get(HEADER)).toBeNull();
    expect((await list({ [HEADER]: 'first-unconstrained' }, off)).bookmark).toBeNull();
    expect(served).toEqual([]);
  });

  it('show what oneself has written, and never less than one has seen', async () => {
    const lagging = laggingDatabase(env.DB);
    const variables = withCopies(lagging.db);
    const before = await list({}, variables);
    lagging.fallBehind();
    const written = (await submit('mine.md', variables)).headers.get(HEADER)!;
    const own = await list({ [HEADER]: written }, variables);
    expect(own.total).toBe(before.total + 1);
    // Somebody who has seen nothing newer gets the copy, which is behind, with the position that it is at.
    const others = await list({ [HEADER]: before.bookmark! }, variables);
    expect(others).toMatchObject({ total: before.total, position: before.position });
    expect(lagging.served.at(-1)).toBe('copy');
    // Whoever asks for nothing, such as the dashboard, gets the primary.
    expect(await list({}, variables)).toMatchObject({ total: before.total + 1, position: own.position });
  });

  it('are for the client that asks for them, which then reads its own writes', async () => {
    const lagging = laggingDatabase(env.DB);
    const service: typeof fetch = (input, init) => {
      const { pathname, search } = new URL(new Request(input).url);
      const headers = Object.fromEntries(new Headers(init?.headers));
      return ask(pathname + search, { ...init, headers }, withCopies(lagging.db));
    };
    const api = createApi({ baseUrl: DEPLOYED, token: ADMIN, fetch: bookmarkedFetch(service) });
    const { total } = await api.validations({ family: 'words' });
    await api.validations({ family: 'words' });
    expect(lagging.served).toContain('copy');
    lagging.fallBehind();
    await api.validate({ content: '# One\n', file_path: 'one.md', family: 'words' });
    expect((await api.validations({ family: 'words' })).total).toBe(total + 1);
    expect((await api.validations({ family: 'words' })).total).toBe(total + 1);
  });

  it('are neither who asks nor the log: these are read from the primary', async () => {
    silenceDenials();
    const lagging = laggingDatabase(env.DB);
    const variables = withCopies(lagging.db);
    const { token, id } = await makeToken({ name: 'leaving', role: 'viewer' });
    const headers = { ...bearer(token), [HEADER]: 'first-unconstrained' };
    expect((await ask('/api/stats', { headers }, variables)).status).toBe(200);
    lagging.fallBehind();
    lagging.served.length = 0;
    expect((await ask('/api/events?limit=1', { headers }, variables)).status).toBe(200);
    await ask(`/api/tokens/${id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    expect((await ask('/api/stats', { headers }, variables)).status).toBe(401);
    expect(lagging.served).toEqual([]);
  });

  it('refuse a bookmark that nobody was given', async () => {
    const headers = { ...bearer(ADMIN), [HEADER]: 'x y' };
    expect((await ask('/api/stats', { headers }, withCopies())).status).toBe(400);
  });

  it('take the bookmarks of D1', async () => {
    const bookmark = (await submit('local.md', withCopies())).headers.get(HEADER)!;
    expect((await list({ [HEADER]: bookmark }, withCopies())).total).toBeGreaterThan(0);
  });
});
