import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { ask, bearer, DEPLOYED, makeToken, signIn } from './deployment.ts';
import { measure } from './d1-limits.ts';

const trips = async (headers: Record<string, string>) => {
  const { trips: count, response } = await measure(() => ask('/api/stats', { headers }));
  expect(response.status).toBe(200);
  return count;
};

it('a token is looked up once in a while, and its use is written down once', async () => {
  const { token, id } = await makeToken({ name: 'often', role: 'viewer' });
  const first = await trips(bearer(token));
  expect(await trips(bearer(token))).toBe(first - 1);
  await env.DB.prepare(`update tokens set last_used_at = '2020-01-01T00:00:00.000Z' where id = ?`)
    .bind(id)
    .run();
  expect(await trips(bearer(token))).toBe(first - 1);
  expect(await env.DB.prepare('select last_used_at from tokens where id = ?').bind(id).first()).toEqual({
    last_used_at: '2020-01-01T00:00:00.000Z',
  });
});

it('a session is looked up once in a while', async () => {
  const { token } = await makeToken({ name: 'page', role: 'viewer' });
  const page = { Cookie: await signIn(token), Origin: DEPLOYED };
  const first = await trips(page);
  expect(await trips(page)).toBeLessThan(first);
});
