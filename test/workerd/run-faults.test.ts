import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FindingCollector } from '../../src/engine/findings/collector.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { Hub } from '../../src/live/hub.ts';
import { LiveHub } from '../../src/index.ts';
import type { Runner } from '../../src/services/context.ts';
import { failRun, runStep } from '../../src/services/runs/run-step.ts';
import { attempt } from '../../src/services/runs/run-watch.ts';
import { upkeep } from '../../src/services/maintenance.ts';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import { MAX_RUN_NUDGES, RUN_STALLED_AFTER_MS, RUN_WATCH_INTERVAL_MS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { listen } from './listener.ts';
import {
  abandon,
  add,
  control,
  create,
  documents,
  makeStale,
  milestonesOf,
  reach,
  reachUnseen,
  read,
  run,
  storyOf,
  summarize,
  validationsOf,
} from './runs.ts';
import { CLEAN, getJson, readLog, request, submit } from './service.ts';

const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
const BROKEN = 'could not be done because of an error in Galley itself';
/** What breaks the engine, as long as it is told to: the one text with so many findings. */
const POISONOUS_COUNT = 7;
const POISON = `# Bad\n\n${'### Too deep\n\n# Up\n\n'.repeat(POISONOUS_COUNT)}`;

function breakTheEngine(): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
  const { finish } = FindingCollector.prototype;
  vi.spyOn(FindingCollector.prototype, 'finish').mockImplementation(function broken(this: FindingCollector) {
    if (this.counts.warning >= POISONOUS_COUNT) throw new Error('injected');
    return finish.call(this);
  });
}

const keepUp = (runner: Runner = instancesOf(env), now = new Date()) =>
  upkeep(env, { ...context, now: () => now }, runner);

/** A runner that only takes note, or fails. */
function fakeRunner(failure?: Error): Runner & { asked: string[] } {
  const asked: string[] = [];
  const take = async (id: string): Promise<void> => {
    asked.push(id);
    if (failure) throw failure;
  };
  return { asked, begin: take, goOn: take };
}

afterEach(async () => {
  vi.restoreAllMocks();
  await env.DB.exec('drop trigger if exists refuse_it');
  await env.DB.prepare(`update workflows set state = 'cancelled' where state = 'running'`).run();
});

describe('one bad document', () => {
  it('on which the engine breaks is a failed one with its reason, and can be tried again', async () => {
    breakTheEngine();
    const finished = await run({
      name: 'poison',
      documents: [...documents(12, 'poison'), { file_path: 'bad.md', content: POISON }],
    });
    const { id } = finished;
    expect(finished).toMatchObject({ total: 13, done: 13, failed: 1, reused: 0 });
    expect((await summarize(id)).failures).toEqual([{ file_path: 'bad.md', message: BROKEN }]);
    const validations = await validationsOf(id);
    expect(validations).toHaveLength(13);
    expect(validations.filter(({ status }) => status === 'failed')).toMatchObject([{ file_path: 'bad.md' }]);

    vi.restoreAllMocks();
    const response = await control(id, 'retry');
    expect(await response.json()).toMatchObject({ state: 'running', total: 13, done: 12, failed: 0 });
    expect(await reach(id, 'completed')).toMatchObject({ total: 13, done: 13, failed: 0 });
    expect(await milestonesOf(id)).toEqual(['created', 'started', 'completed', 'retried', 'completed']);
    expect((await summarize(id)).failures).toEqual([]);
    const completed = (await validationsOf(id)).filter(({ status }) => status === 'completed');
    expect(new Set(completed.map(({ file_path }) => file_path)).size).toBe(13);
    expect(completed).toHaveLength(13);
  });

  it('whose result can not be kept is a failed one, and stops no other', async () => {
    await env.DB.exec(
      `create trigger refuse_it before insert on validations when new.file_path = 'kept/7.md' begin select raise(abort, 'injected'); end`,
    );
    const finished = await run({ name: 'kept', documents: documents(25, 'kept') });
    expect(finished).toMatchObject({ total: 25, done: 25, failed: 1 });
    expect((await summarize(finished.id)).failures).toEqual([{ file_path: 'kept/7.md', message: BROKEN }]);
    await env.DB.exec('drop trigger refuse_it');
    await control(finished.id, 'retry');
    expect(await reach(finished.id, 'completed')).toMatchObject({ done: 25, failed: 0 });
    expect(await validationsOf(finished.id)).toHaveLength(25);
  });

  it('that can never be validated cannot be retried', async () => {
    const finished = await run({
      name: 'hopeless',
      documents: [
        { file_path: 'large.md', content: 'x'.repeat(1_000_001) },
        { file_path: 'surrogate.md', content: 'a \ud800 b' },
        { file_path: 'binary.md', problem: 'is not UTF-8' },
        { file_path: 'fine.md', content: CLEAN },
      ],
    });
    expect(finished).toMatchObject({ total: 4, done: 4, failed: 3 });
    expect((await summarize(finished.id)).failures).toEqual([
      { file_path: 'binary.md', message: 'is not UTF-8' },
      { file_path: 'large.md', message: 'is 1000001 bytes of UTF-8; a document has at most 1000000' },
      {
        file_path: 'surrogate.md',
        message: 'has a lone surrogate at offset 2, which is no Unicode character',
      },
    ]);
    const response = await control(finished.id, 'retry');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ state: 'completed' });
    expect(await milestonesOf(finished.id)).toEqual(['created', 'started', 'completed']);
  });
});

describe('a run that stands still', () => {
  it('is made to go on by the upkeep, whatever there is of its instance', async () => {
    const id = await abandon(25);
    await keepUp();
    await reachUnseen(id, 'completed');
    expect(await read(id)).toMatchObject({ total: 25, done: 25, failed: 0 });
    expect(await validationsOf(id)).toHaveLength(25);
    // Its instance has ended, and is started anew.
    await env.DB.prepare(`update workflows set state = 'running', finished_at = null where id = ?`)
      .bind(id)
      .run();
    await makeStale(id);
    await keepUp();
    await reachUnseen(id, 'completed');
    expect(await validationsOf(id)).toHaveLength(25);
  });

  it('is made to go on by who reads it', async () => {
    const id = await abandon(3);
    await read(id);
    await reachUnseen(id, 'completed');
    expect(await read(id)).toMatchObject({ done: 3 });
  });

  it('is made to go on by the alarm of the hub, to which nobody is connected', async () => {
    const id = await abandon(3);
    await hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS);
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
    await reachUnseen(id, 'completed');
    // When nothing is left to look after, it is still again.
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(hubOf(env));
      expect(await runDurableObjectAlarm(hubOf(env))).toBe(false);
    });
  });

  it('is made to go on once, however many look at it', async () => {
    const id = await abandon(3);
    const runner = fakeRunner();
    await Promise.all([1, 2, 3].map(() => keepUp(runner)));
    expect(runner.asked).toEqual([id]);
    const { nudges } = (await env.DB.prepare('select nudges from workflows where id = ?').bind(id).first())!;
    expect(nudges).toBe(1);
  });

  it('that never gets on is given up, with the reason', async () => {
    const id = await abandon(3);
    const runner = fakeRunner();
    for (let n = 0; n <= MAX_RUN_NUDGES; n += 1) {
      await makeStale(id);
      await keepUp(runner);
    }
    expect(runner.asked).toHaveLength(MAX_RUN_NUDGES);
    expect(await read(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('did not get on'),
    });
    expect(await milestonesOf(id)).toEqual(['created', 'failed']);
  });

  it('has not been made to go on for nothing, once it gets on', async () => {
    const id = await abandon(30);
    await keepUp(fakeRunner());
    // As little as can be at a time, since something may be wrong with it.
    expect(await runStep(context, id)).toBe(true);
    expect(await read(id)).toMatchObject({ state: 'running', done: 4 });
    const { nudges } = (await env.DB.prepare('select nudges from workflows where id = ?').bind(id).first())!;
    expect(nudges).toBe(0);
  });

  it('is left alone while it gets on, and when it has ended', async () => {
    const id = await abandon(3);
    await env.DB.prepare('update workflows set updated_at = ? where id = ?')
      .bind(new Date().toISOString(), id)
      .run();
    const runner = fakeRunner();
    expect(await keepUp(runner)).toBe(RUN_WATCH_INTERVAL_MS);
    await env.DB.prepare(`update workflows set state = 'cancelled' where id = ?`).bind(id).run();
    expect(await keepUp(runner, new Date(Date.now() + 10 * RUN_STALLED_AFTER_MS))).toBeNull();
    expect(runner.asked).toEqual([]);
  });

  it('that can not be made to go on keeps no other from it, and is counted', async () => {
    const ids = [await abandon(1), await abandon(1)];
    const before = (await getJson<Monitoring>('/api/monitoring')).workflows.instance_failures;
    const runner = fakeRunner(new Error('the platform is away'));
    await keepUp(runner);
    expect(runner.asked.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect((await getJson<Monitoring>('/api/monitoring')).workflows.instance_failures).toBe(before + 2);
  });
});

describe('the hub', () => {
  it('that is away keeps no instance from being made', async () => {
    const id = await abandon(3);
    vi.spyOn(Hub.prototype, 'scheduleMaintenance').mockRejectedValue(new Error('injected'));
    await expect(instancesOf(env).goOn(id)).rejects.toThrow('injected');
    await reachUnseen(id, 'completed');
  });

  it('delivers while the upkeep waits for others, and forgets nothing that it is asked meanwhile', async () => {
    const listener = await listen('/ws/validation_updates');
    // Looked at, not waited for: a promise would take its waiter into the object that keeps it.
    const upkeeping = { isWaiting: false, isReleased: false };
    const { prototype } = LiveHub as unknown as { prototype: { runMaintenance: () => Promise<null> } };
    vi.spyOn(prototype, 'runMaintenance').mockImplementation(async () => {
      upkeeping.isWaiting = true;
      while (!upkeeping.isReleased) await scheduler.wait(5);
      return null;
    });
    const ringing = runDurableObjectAlarm(hubOf(env));
    await vi.waitFor(() => expect(upkeeping.isWaiting).toBe(true));
    await submit(CLEAN, 'meanwhile.md');
    await vi.waitFor(() => expect(listener.events()).toMatchObject([{ file_path: 'meanwhile.md' }]));
    await hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS);
    upkeeping.isReleased = true;
    await ringing;
    listener.close();
    await vi.waitFor(async () => expect((await hubOf(env).status()).connections).toBe(0));
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
  });
});

it('a step that runs twice at the same time counts once, and tells once', async () => {
  const id = await abandon(60);
  let more = true;
  while (more) more = (await Promise.all([1, 2, 3].map(() => runStep(context, id)))).includes(true);
  expect(await read(id)).toMatchObject({ state: 'completed', total: 60, done: 60, counts: { warning: 12 } });
  const log = await readLog(0, id);
  const created = log.filter(({ type }) => type === 'validation_created');
  expect(new Set(created.map(({ validation_id }) => validation_id)).size).toBe(60);
  expect(created).toHaveLength(60);
  expect(await validationsOf(id)).toHaveLength(60);
  expect(await milestonesOf(id)).toEqual(['created', 'completed']);
  expect(await runStep(context, id)).toBe(false);
});

it('progress is told a few times a second, and the last of it always', async () => {
  const id = await abandon(300);
  // A part takes about a tenth of a second by this clock, which is asked twice for each of its 25 documents.
  let ms = Date.now();
  const clock = { ...context, now: () => new Date((ms += 2)) };
  while (await runStep(clock, id));
  const told = (await storyOf(id)).filter(({ type }) => type === 'workflow_progress').slice(1);
  expect(told.at(-1)).toMatchObject({ done: 300, total: 300 });
  const seconds = told.map(({ timestamp }) => Date.parse(timestamp) / 1_000);
  const gaps = seconds.slice(1, -1).map((second, index) => second - seconds[index]!);
  expect(gaps.length).toBeGreaterThan(0);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.4);
  expect(told.length).toBeLessThan(300 / 25 / 2);
});

it('a run that can not go on says why, and goes on when it can', async () => {
  const pack = 'title: Soon broken\n';
  expect((await putBrittle(pack)).status).toBeLessThan(300);
  const { id } = await create({ family: 'brittle', name: 'brittle' });
  await add(id, documents(3, 'brittle'));
  await env.DB.prepare(`update families set source = 'rules: [', sha256 = 'x' where name = 'brittle'`).run();
  await control(id, 'start');
  const failed = await reach(id, 'failed');
  expect(failed.error).toContain('"brittle"');
  expect((await storyOf(id)).at(-1)).toMatchObject({ type: 'workflow_failed', error: failed.error, done: 0 });
  expect((await putBrittle(`${pack}description: Mended\n`)).status).toBeLessThan(300);
  expect((await control(id, 'retry')).status).toBe(200);
  const completed = await reach(id, 'completed');
  expect(completed).toMatchObject({ done: 3, failed: 0 });
  expect(completed).not.toHaveProperty('error');
});

function putBrittle(source: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/yaml' };
  return request('/api/families/brittle', { method: 'PUT', body: source, headers });
}

it('a run whose instance has to give up is failed, once, and says why', async () => {
  await env.DB.exec(
    `create trigger refuse_it before update of done on workflows when new.done > old.done begin select raise(abort, 'injected'); end`,
  );
  const { id } = await create({ documents: documents(2, 'given-up') });
  const failed = await reach(id, 'failed');
  expect(failed.error).toContain('injected');
  await failRun(context, id, 'Again.');
  await failRun(context, crypto.randomUUID(), 'There is none.');
  expect(await milestonesOf(id)).toEqual(['created', 'started', 'failed']);
  await env.DB.exec('drop trigger refuse_it');
  await control(id, 'retry');
  expect(await reach(id, 'completed')).toMatchObject({ done: 2, failed: 0 });
});

it('an instance without its row ends by itself', async () => {
  const id = crypto.randomUUID();
  await instancesOf(env).begin(id);
  const instance = await env.BATCH_RUNS.get(id);
  await vi.waitFor(async () => expect((await instance.status()).status).toBe('complete'));
  expect((await request(`/api/workflows/${id}`)).status).toBe(404);
});

it('asking the platform never fails who asks, not even when the database is away too', async () => {
  const away = { ...context, db: openDatabase({} as D1Database) };
  await expect(attempt(away, () => Promise.reject(new Error('injected')))).resolves.toBeUndefined();
});
