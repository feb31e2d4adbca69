import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { LiveHub } from '../../src/index.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { RUN_STEPS_PER_INSTANCE } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import { asInvocation, D1_LIMITS, tooLargeRows } from './d1-limits.ts';
import { abandon } from './runs.ts';

const select = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .first();

const sum = (count: number) => `select ${Array.from({ length: count }, () => '?').join(' + ')} as n`;
const ones = (count: number) => Array.from({ length: count }, () => 1);
const put = (bytes: number) =>
  env.DB.prepare(`update counters set name = hex(zeroblob(?))`)
    .bind(bytes / 2)
    .run();

describe('the limits of D1 are those of the tests', () => {
  it('100 parameters', async () => {
    expect(await select(sum(100), ...ones(100))).toEqual({ n: 100 });
    expect(() => select(sum(101), ...ones(101))).toThrow('too many SQL variables');
  });

  it('2,000,000 bytes of UTF-8 in a parameter', async () => {
    const text = '漢'.repeat(666_666);
    expect(await select('select length(?) as n', `${text}xx`)).toEqual({ n: 666_668 });
    expect(() => select('select length(?)', `${text}xxx`)).toThrow('a parameter of 2000001 bytes');
  });

  it('2,000,000 bytes in a row', async () => {
    await env.DB.prepare(`insert into counters (name, value, updated_at) values ('x', 1, '')`).run();
    await put(1_999_998);
    expect(await tooLargeRows()).toEqual([]);
    await put(2_000_000);
    expect(await tooLargeRows()).toEqual([{ table: 'counters', bytes: 2_000_001 }]);
    await env.DB.prepare('delete from counters').run();
  });

  it('100,000 bytes in a statement', () => {
    expect(() => env.DB.prepare(`select '${'x'.repeat(100_000)}'`)).toThrow('a statement of');
  });

  it('the hub has them too', async () => {
    await runInDurableObject(hubOf(env), (hub: LiveHub) => {
      const { DB } = (hub as unknown as { env: Env }).env;
      expect(() => DB.prepare(`select '${'x'.repeat(100_000)}'`)).toThrow('a statement of');
    });
  });

  it('1,000 queries in an invocation, and 500 in a batch', async () => {
    const one = env.DB.prepare('select 1');
    const batch = (count: number) => env.DB.batch(Array.from({ length: count }, () => one));
    expect(() => batch(501)).toThrow('a batch of 501 statements');
    expect(await asInvocation(async () => void (await batch(500)))).toBe(500);
    await expect(
      asInvocation(async () => {
        await batch(500);
        await batch(500);
        await one.first();
      }),
    ).rejects.toThrow('more than 1000 queries');
  });
});

it('the steps of an instance of a run ask less than an invocation may', async () => {
  const id = await abandon(120);
  const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
  const queries = await asInvocation(() => runStep(context, id));
  expect(queries).toBeGreaterThan(100);
  expect(queries * RUN_STEPS_PER_INSTANCE).toBeLessThan(0.9 * D1_LIMITS.maxQueriesPerInvocation);
});
