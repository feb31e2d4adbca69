import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, ask, bearer, makeToken, sendJson, silenceDenials } from './deployment.ts';
import { expectProblem } from './service.ts';

beforeEach(() => void silenceDenials());

const tryToMake = (name: string) =>
  ask('/api/tokens', sendJson('POST', { name, role: 'viewer' }, bearer(ADMIN)));

describe('a token', () => {
  it.each([
    ['publisher', 'publisher'],
    ['ci runner', 'CI  Runner'],
    ['cop', '\u0441\u043e\u0440'],
    ['quiet', 'qui\u200bet'],
  ])('is not made under a name that looks like "%s" while that one is valid: "%s"', async (name, other) => {
    const { id } = await makeToken({ name, role: 'viewer' });
    const before = await env.DB.prepare('select count(*) as n from events').first('n');
    const problem = await expectProblem(await tryToMake(other), 422);
    expect(problem.errors?.map(({ path }) => path)).toEqual(['name']);
    expect(await env.DB.prepare('select count(*) as n from events').first('n')).toBe(before);

    await ask(`/api/tokens/${id}`, { method: 'DELETE', headers: bearer(ADMIN) });
    expect((await tryToMake(other)).status).toBe(201);
  });

  it('that has expired gives its name back', async () => {
    const { id } = await makeToken({ name: 'brief', role: 'viewer', expires_in_days: 1 });
    await env.DB.prepare('update tokens set expires_at = ? where id = ?')
      .bind('2020-01-01T00:00:00.000Z', id)
      .run();
    expect((await tryToMake('brief')).status).toBe(201);
  });

  it.each(['\u0430dmin', 'p\u03b1th', 'ADMIN', 'ad\u200bmin', 'Local', '\u0430\u0501min'])(
    'is not made under a name of mixed scripts, or of another actor: "%s"',
    async (name) => {
      const problem = await expectProblem(await tryToMake(name), 422);
      expect(problem.errors?.map(({ path }) => path)).toEqual(['name']);
    },
  );

  it('is made once when it is asked for twice at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => tryToMake('at once')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422, 422, 422, 422]);
    const rows = await env.DB.prepare('select count(*) as n from tokens where name = ?')
      .bind('at once')
      .first('n');
    expect(rows).toBe(1);
  });

  it('of another name is made, each of those that are asked for at the same time', async () => {
    const answers = await Promise.all(['one', 'two', 'three', 'four', 'five'].map(tryToMake));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  });
});
