import { env } from 'cloudflare:workers';
import { runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import { FindingCollector } from '../../src/content/collector.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { failRun, runStep } from '../../src/services/run-step.ts';
import { upkeep } from '../../src/services/upkeep.ts';
import type { Page } from '../../src/shared/api.ts';
import { RUN_STALLED_AFTER_MS, RUN_WATCH_INTERVAL_MS } from '../../src/shared/limits.ts';
import type { Validation } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import {
  add,
  control,
  create,
  documents,
  milestonesOf,
  reach,
  read,
  run,
  storyOf,
  summarize,
} from './runs.ts';
import { CLEAN, getJson, readLog, request } from './service.ts';

/** What breaks the engine, as long as it is told to: the one text with so many findings. */
const POISONOUS_COUNT = 7;
const POISON = `# Bad\n\n${'### Too deep\n\n# Up\n\n'.repeat(POISONOUS_COUNT)}`;

function breakTheEngine() {
  // oxlint-disable-next-line typescript/unbound-method -- called with its `this` below
  const { finish } = FindingCollector.prototype;
  return vi.spyOn(FindingCollector.prototype, 'finish').mockImplementation(function broken(
    this: FindingCollector,
  ) {
    if (this.counts.warning >= POISONOUS_COUNT) throw new Error('injected');
    return finish.call(this);
  });
}

const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
const validationsOf = async (id: string) =>
  (await getJson<Page<Validation>>(`/api/validations?workflow_id=${id}&limit=200`)).results;
/** As if it had not got on since. */
const makeStale = (id: string) =>
  env.DB.prepare('update workflows set updated_at = ? where id = ?')
    .bind(new Date(Date.now() - RUN_STALLED_AFTER_MS - 1).toISOString(), id)
    .run();
/** As if the process had ended before it could make the instance: a run that says that it runs, and nobody does. */
async function abandoned(of: number | { file_path: string; content: string }[]): Promise<string> {
  const { id } = await create({ name: 'abandoned' });
  await add(id, typeof of === 'number' ? documents(of, id) : of);
  await env.DB.prepare(`update workflows set state = 'running', started_at = created_at where id = ?`)
    .bind(id)
    .run();
  await makeStale(id);
  return id;
}

const putBrittle = (source: string) =>
  request('/api/families/brittle', {
    method: 'PUT',
    body: source,
    headers: { 'Content-Type': 'application/yaml' },
  });

describe('one bad document', () => {
  it('is a failed document with its reason, and can be tried again', async () => {
    const engine = breakTheEngine();
    const finished = await run({
      name: 'poison',
      documents: [...documents(12, 'poison'), { file_path: 'bad.md', content: POISON }],
    });
    const { id } = finished;
    expect(finished).toMatchObject({ total: 13, done: 13, failed: 1, reused: 0 });
    const message = 'The document could not be validated because of an error in Galley itself.';
    expect((await summarize(id)).failures).toEqual([{ file_path: 'bad.md', message }]);
    const validations = await validationsOf(id);
    expect(validations).toHaveLength(13);
    expect(validations.filter(({ status }) => status === 'failed').map(({ file_path }) => file_path)).toEqual(
      ['bad.md'],
    );

    engine.mockRestore();
    const response = await control(id, 'retry');
    expect(await response.json()).toMatchObject({ state: 'running', total: 13, done: 12, failed: 0 });
    expect(await reach(id, 'completed')).toMatchObject({ total: 13, done: 13, failed: 0 });
    expect(await milestonesOf(id)).toEqual(['created', 'started', 'completed', 'retried', 'completed']);
    expect((await summarize(id)).failures).toEqual([]);
    const completed = (await validationsOf(id)).filter(({ status }) => status === 'completed');
    expect(new Set(completed.map(({ file_path }) => file_path)).size).toBe(13);
    expect(completed).toHaveLength(13);
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
      { file_path: 'large.md', message: 'is 1000001 bytes; a document has at most 1000000' },
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
    const id = await abandoned(25);
    await upkeep(env, instancesOf(env), new Date());
    expect(await reach(id, 'completed')).toMatchObject({ total: 25, done: 25, failed: 0 });
    expect(await validationsOf(id)).toHaveLength(25);
    // Its instance has ended, and is started anew.
    await env.DB.prepare(`update workflows set state = 'running', finished_at = null where id = ?`)
      .bind(id)
      .run();
    await makeStale(id);
    await upkeep(env, instancesOf(env), new Date());
    expect(await reach(id, 'completed')).toMatchObject({ total: 25, done: 25 });
    expect(await validationsOf(id)).toHaveLength(25);
  });

  it('is made to go on by who reads it', async () => {
    const id = await abandoned(3);
    await read(id);
    expect(await reach(id, 'completed')).toMatchObject({ done: 3 });
  });

  it('is made to go on by the alarm of the hub, to which nobody is connected', async () => {
    const id = await abandoned(3);
    await hubOf(env).lookAfter(RUN_WATCH_INTERVAL_MS);
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
    expect(await reach(id, 'completed')).toMatchObject({ done: 3 });
    // When nothing is left to look after, it is still again.
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(hubOf(env));
      expect(await runDurableObjectAlarm(hubOf(env))).toBe(false);
    });
  });

  it('is left alone while it gets on, and when it has ended', async () => {
    const going = await abandoned(3);
    await env.DB.prepare('update workflows set updated_at = ? where id = ?')
      .bind(new Date().toISOString(), going)
      .run();
    const calls: string[] = [];
    const counting = { ...instancesOf(env), goOn: async (id: string) => void calls.push(id) };
    expect(await upkeep(env, counting, new Date())).toBe(RUN_WATCH_INTERVAL_MS);
    expect(calls).toEqual([]);
    await env.DB.prepare(`update workflows set state = 'cancelled'`).run();
    expect(await upkeep(env, counting, new Date(Date.now() + 1_000_000))).toBeNull();
    expect(calls).toEqual([]);
  });

  it('does not keep others from being made to go on', async () => {
    const ids = [await abandoned(1), await abandoned(1)];
    const calls: string[] = [];
    const failing = {
      ...instancesOf(env),
      goOn: async (id: string) => {
        calls.push(id);
        throw new Error('the platform is away');
      },
    };
    await upkeep(env, failing, new Date());
    expect(calls.toSorted()).toEqual(ids.toSorted());
    for (const id of ids) await reach(id, 'running').then(() => control(id, 'cancel'));
  });
});

it('a step that runs twice at the same time counts once, and tells once', async () => {
  const id = await abandoned(60);
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

it('a run whose steps are given up is failed, once', async () => {
  const id = await abandoned(2);
  await failRun(context, id, 'A step failed.');
  await failRun(context, id, 'Again.');
  expect(await read(id)).toMatchObject({ state: 'failed', error: 'A step failed.' });
  expect(await milestonesOf(id)).toEqual(['created', 'failed']);
  await failRun(context, crypto.randomUUID(), 'There is none.');
});

it('an instance without its row ends by itself', async () => {
  const id = crypto.randomUUID();
  await instancesOf(env).begin(id);
  const instance = await env.BATCH_RUNS.get(id);
  await vi.waitFor(async () => expect((await instance.status()).status).toBe('complete'));
  expect((await request(`/api/workflows/${id}`)).status).toBe(404);
});
