import { afterEach, expect, it, vi } from 'vitest';
import { BatchRun } from '../../src/index.ts';
import { MAX_DOCUMENTS_PER_CHUNK, RUN_STEPS_PER_INSTANCE } from '../../src/shared/limits.ts';
import { instanceAfter, runOfInstance } from '../../src/workflows/instances.ts';
import { add, control, create, documents, makeStale, reach, read, validationsOf } from './runs.ts';

/** Documents of one step. */
const PER_STEP = 100;
const PER_INSTANCE = RUN_STEPS_PER_INSTANCE * PER_STEP;
/** Enough for four instances. */
const COUNT = 3 * PER_INSTANCE + 30;

afterEach(() => vi.restoreAllMocks());

/** Remembers the instances that begin from now on, in order. */
function watchInstances(): () => string[] {
  const run = vi.spyOn(BatchRun.prototype, 'run');
  return () => run.mock.calls.map(([{ instanceId }]) => instanceId);
}

async function createLong(folder: string): Promise<string> {
  const { id } = await create({ name: 'long' });
  const all = documents(COUNT, folder);
  for (let from = 0; from < COUNT; from += MAX_DOCUMENTS_PER_CHUNK)
    await add(id, all.slice(from, from + MAX_DOCUMENTS_PER_CHUNK));
  return id;
}

const reachDone = (id: string, least: number) =>
  vi.waitFor(async () => expect((await read(id)).done).toBeGreaterThanOrEqual(least), {
    timeout: 20_000,
    interval: 5,
  });

it('an instance and its next one name the same run', () => {
  expect(instanceAfter('some-run')).not.toBe('some-run');
  expect(instanceAfter(instanceAfter('some-run'))).toBe('some-run');
  expect(['some-run', instanceAfter('some-run')].map(runOfInstance)).toEqual(['some-run', 'some-run']);
});

it('a long run is done by two instances in turn, each of which does little', async () => {
  const begun = watchInstances();
  const id = await createLong('turns');
  await control(id, 'start');
  expect(await reach(id, 'completed')).toMatchObject({ total: COUNT, done: COUNT, failed: 0 });
  expect(begun()).toEqual([id, instanceAfter(id), id, instanceAfter(id)]);
});

it('a run that is paused, resumed or stalled while its second instance works does everything once', async () => {
  const begun = watchInstances();
  const id = await createLong('stopped');
  await control(id, 'start');
  await reachDone(id, PER_INSTANCE + 1);
  expect((await control(id, 'pause')).status).toBe(200);
  expect((await control(id, 'resume')).status).toBe(200);
  await reachDone(id, 2 * PER_INSTANCE + 1);
  await makeStale(id);
  await read(id);
  expect(await reach(id, 'completed')).toMatchObject({ total: COUNT, done: COUNT, failed: 0 });
  const paths = new Set((await validationsOf(id)).map(({ file_path }) => file_path));
  expect(paths.size).toBe(200);
  expect(new Set(begun())).toEqual(new Set([id, instanceAfter(id)]));
});

it('a run that is cancelled while its second instance works ends', async () => {
  const id = await createLong('cancelled');
  await control(id, 'start');
  await reachDone(id, PER_INSTANCE + 1);
  expect((await control(id, 'cancel')).status).toBe(200);
  const { done } = await reach(id, 'cancelled');
  expect((await read(id)).done).toBe(done);
});
