import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { runMaintenance } from '../../src/services/maintenance.ts';
import type { EventPage } from '../../src/shared/api/events.ts';
import { MAX_SWEEP_STEPS, SWEEP_TEXTS_INTERVAL_MS, SWEPT_TEXTS_PER_STEP } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { evictHub } from './eviction.ts';
import { listen } from './listener.ts';
import { accepted, decide, submitFixable } from './desk.ts';
import { add, create } from './runs.ts';
import { CLEAN, getJson, head, post, readLog, request, submit } from './service.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOW = new Date();
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS).toISOString();
const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => NOW };
const keeping = (EVENT_RETENTION_DAYS: string, EVENT_RETENTION_COUNT: string) =>
  runMaintenance(
    { ...env, EVENT_RETENTION_DAYS, EVENT_RETENTION_COUNT },
    { ...context, runner: instancesOf(env) },
  );
const kept = async () => (await readLog()).map(({ timestamp }) => timestamp);

/** Writes events of these ages, in days, oldest first. */
async function write(ages: readonly number[]): Promise<void> {
  await env.DB.prepare('delete from events').run();
  for (const age of ages) {
    await env.DB.prepare(
      `insert into events (type, timestamp, actor, family, payload) values ('validation_rejected', ?, 'a', 'default', '{}')`,
    )
      .bind(daysAgo(age))
      .run();
  }
}

describe('the log keeps', () => {
  const AGES = [40, 30, 20, 10, 1];
  beforeEach(() => write(AGES));

  it.each([
    ['by age', '25', '1000', [20, 10, 1]],
    ['by count', '400', '2', [10, 1]],
    ['by whichever is less', '15', '4', [10, 1]],
    ['nothing when all is too old', '0.5', '1000', []],
    ['all of it when it is young and little', '400', '1000', AGES],
  ])('%s', async (_, days, count, ages) => {
    await keeping(days, count);
    expect(await kept()).toEqual(ages.map(daysAgo));
  });

  it.each(['', '0', '-5', 'forever', 'NaN'])('all of it where the setting is "%s"', async (setting) => {
    await keeping(setting, setting);
    expect(await kept()).toHaveLength(AGES.length);
  });

  it('forgets much bit by bit', async () => {
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
       insert into events (type, timestamp, actor, family, payload)
       select 'validation_rejected', ?, 'a', 'default', '{}' from n`,
    )
      .bind(daysAgo(0))
      .run();
    await keeping('400', '3');
    expect(await kept()).toHaveLength(3);
  });

  it('its place, whatever it forgets: ids go on, and who comes from before is told to start over', async () => {
    await submit(CLEAN);
    const position = await head();
    await keeping('400', '1');
    const log = await getJson<EventPage>('/api/events?after=0');
    expect(log).toMatchObject({ oldest: position, position });
    expect(log.results.map(({ id }) => id)).toEqual([position]);
    await evictHub('close');
    const early = await listen('/ws/validation_updates?after=0');
    expect(await early.expectMessage('reset')).toEqual({ type: 'reset', position });
    const known = await listen(`/ws/validation_updates?after=${position}`);
    await submit(CLEAN);
    await known.expectUpTo(position + 1);
    expect(known.ids()).toEqual([position + 1]);
    early.close();
    known.close();
  });
});

it('ended sessions and tickets are forgotten, and no others', async () => {
  for (const [name, expires] of [
    ['ended', daysAgo(1)],
    ['good', daysAgo(-1)],
  ] as const) {
    await env.DB.prepare('insert into tickets values (?, ?, ?, ?, ?)')
      .bind(name, 'validation_updates', 'admin', '{}', expires)
      .run();
    await env.DB.prepare('insert into sessions values (?, ?, ?, ?, ?)')
      .bind(name, 'admin', 'x', daysAgo(2), expires)
      .run();
  }
  await keeping('400', '1000');
  for (const table of ['tickets', 'sessions']) {
    const { results } = await env.DB.prepare(`select sha256 from ${table}`).all();
    expect(results).toEqual([{ sha256: 'good' }]);
  }
});

const texts = async () => {
  const { results } = await env.DB.prepare('select sha256 from texts').all<{ sha256: string }>();
  return new Set(results.map(({ sha256 }) => sha256));
};
const put = (sha256: string) =>
  env.DB.prepare(
    `insert into texts (sha256, content, byte_length, created_at) values (?, 'x', 1, 'now')`,
  ).bind(sha256);
const sweepAfter = async (hours: number) => {
  const now = new Date(NOW.getTime() + hours * SWEEP_TEXTS_INTERVAL_MS);
  await runMaintenance(env, { ...context, now: () => now, runner: instancesOf(env) });
};

describe('texts that nothing refers to', () => {
  beforeEach(() => env.DB.prepare(`delete from counters`).run());

  it('are deleted, and no others: submitted, enhanced, and waiting ones stay', async () => {
    const { id } = await create();
    await add(id, [{ file_path: 'a.md', content: '# Replaced\n' }]);
    await add(id, [{ file_path: 'a.md', content: '# Waiting\n' }]);
    const made = await submitFixable();
    const content = `${await (await request(`/api/validations/${made.id}/content`)).text()}\r\nMore.\r\n`;
    for (const one of made.recommendations)
      await accepted(await decide('recommendations', one.id, 'approve'));
    await accepted(await post(`/api/validations/${made.id}/enhance`, { content }));
    const before = await texts();
    await put('orphan').run();
    await sweepAfter(0);
    const after = await texts();
    expect(after.has('orphan')).toBe(false);
    // The replaced text of the run is gone as well; everything that can be read still can.
    expect(after.size).toBe(before.size - 1);
    for (const part of ['content', 'enhanced', 'diff']) {
      expect((await request(`/api/validations/${made.id}/${part}`)).status).toBe(200);
    }
    await accepted(await post(`/api/workflows/${id}/start`, {}));
    await vi.waitFor(
      async () => expect(await getJson(`/api/workflows/${id}`)).toMatchObject({ done: 1 }),
      20_000,
    );
  });

  it('are deleted in bounded steps, once an hour, from where the last sweep ended', async () => {
    await sweepAfter(0);
    const referenced = (await texts()).size;
    const most = MAX_SWEEP_STEPS * SWEPT_TEXTS_PER_STEP;
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into texts (sha256, content, byte_length, created_at) select 'orphan-' || i, 'x', 1, 'now' from n`,
    )
      .bind(most + 1)
      .run();
    await sweepAfter(0.5);
    expect((await texts()).size).toBe(referenced + most + 1);
    await sweepAfter(1);
    expect((await texts()).size).toBe(referenced + referenced + 1);
    await sweepAfter(2);
    expect((await texts()).size).toBe(referenced);
  });
});
