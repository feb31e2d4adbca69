import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runStep } from '../../src/services/runs/run-step.ts';
import { openDatabase } from '../../src/store/database.ts';
import { abandon, read } from './runs.ts';
import { expectProblem, getJson, post, request, submit } from './service.ts';

const database = Object.getPrototypeOf(env.DB) as D1Database;

/** Lets every transaction that would store something fail, as a full database does. */
function fill(message: string): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
  const { batch } = database;
  vi.spyOn(database, 'batch').mockImplementation(function full(this: D1Database, statements) {
    const isWrite = statements.some((statement) =>
      /^\s*insert/i.test(String(Reflect.get(statement, 'statement'))),
    );
    if (isWrite) return Promise.reject(new Error(message));
    return Reflect.apply(batch, this, [statements]);
  });
}

const countersKept = () => env.DB.prepare('select count(*) as n from counters').first('n');

beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue());
afterEach(() => void vi.restoreAllMocks());

describe.each(['D1_ERROR: database or disk is full: SQLITE_FULL', 'D1_ERROR: Exceeded maximum DB size'])(
  'a full database (%s)',
  (message) => {
    it('answers 503 with its name to what would store something, and still reads', async () => {
      const { id } = await submit('# Before\n');
      fill(message);
      const response = await post('/api/validate', { content: '# A\n' });
      const problem = await expectProblem(response.clone(), 503);
      expect(problem.type).toBe('urn:galley:problem:database-full');
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
      expect(await (await request(`/api/validations/${id}/content`)).text()).toBe('# Before\n');
    });

    it('is named by /health/ready', async () => {
      fill(message);
      const response = await request('/health/ready');
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({
        status: 'unavailable',
        checks: { database: 'full', hub: 'ok' },
      });
    });
  },
);

it('no document of a run fails because the database is full: its step is tried again', async () => {
  const id = await abandon(3);
  await env.DB.exec(
    `create trigger full_for_validations before insert on validations begin select raise(abort, 'database or disk is full: SQLITE_FULL'); end`,
  );
  const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
  await expect(runStep(context, id)).rejects.toThrow();
  expect(await read(id)).toMatchObject({ state: 'running', done: 0, failed: 0 });
  await env.DB.exec('drop trigger full_for_validations');
  while (await runStep(context, id));
  expect(await read(id)).toMatchObject({ state: 'completed', done: 3, failed: 0 });
});

it('a database with space is ready, and the probe leaves nothing behind', async () => {
  const before = await countersKept();
  expect(await getJson('/health/ready')).toEqual({ status: 'ok', checks: { database: 'ok', hub: 'ok' } });
  expect(await countersKept()).toBe(before);
});
