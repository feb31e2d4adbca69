import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FindingCollector } from '../../src/engine/findings/collector.ts';
import { failRun, runStep } from '../../src/services/runs/run-step.ts';
import { attempt } from '../../src/services/runs/run-watch.ts';
import type { Problem } from '../../src/shared/api/problem.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import {
  abandon,
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
  validationsOf,
} from './runs.ts';
import { CLEAN, readLog, request } from './service.ts';

const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };

const BROKEN = 'could not be done because of an error in Galley itself';

/** The mocked engine fails on a text with this many warnings. */
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
  // By this clock, which is read twice for each of its 25 documents, a part takes about a tenth of a second.
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

it('a run whose pack is not usable says why, and starts when it is', async () => {
  const pack = 'title: Soon broken\n';
  expect((await putBrittle(pack)).status).toBeLessThan(300);
  const { id } = await create({ family: 'brittle', name: 'brittle' });
  await add(id, documents(3, 'brittle'));
  await env.DB.prepare(`update families set source = 'rules: [', sha256 = 'x' where name = 'brittle'`).run();
  const refused = await control(id, 'start');
  expect(refused.status).toBe(422);
  expect((await refused.json<Problem>()).detail).toContain('"brittle"');
  expect((await read(id)).state).toBe('pending');
  expect(await milestonesOf(id)).toEqual(['created']);
  expect((await putBrittle(`${pack}description: Mended\n`)).status).toBeLessThan(300);
  expect((await control(id, 'start')).status).toBe(200);
  expect(await reach(id, 'completed')).toMatchObject({ done: 3, failed: 0 });
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
  await instancesOf(env).start(id);
  const instance = await env.BATCH_RUNS.get(id);
  await vi.waitFor(async () => expect((await instance.status()).status).toBe('complete'));
  expect((await request(`/api/workflows/${id}`)).status).toBe(404);
});

it('asking the platform never fails who asks, not even when the database is away too', async () => {
  const away = { ...context, db: openDatabase({} as D1Database) };
  await expect(attempt(away, () => Promise.reject(new Error('injected')))).resolves.toBeUndefined();
});
