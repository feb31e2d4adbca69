import { env } from 'cloudflare:workers';
import type { WorkflowEvent, WorkflowStep } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BatchRun } from '../../src/index.ts';
import { RUN_STEPS_PER_INSTANCE } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instanceAfter, runOfInstance } from '../../src/workflows/instances.ts';
import { abandon, add, control, create, documents, read } from './runs.ts';

/** Documents of one step. */
const PER_STEP = 100;
const PER_INSTANCE = RUN_STEPS_PER_INSTANCE * PER_STEP;
const COUNT = PER_INSTANCE + 30;
const PATIENCE_MS = 60_000;

afterEach(() => vi.restoreAllMocks());

/** Runs an instance to its end, without the platform. @returns the instances that it hands over to */
async function runInstance(instanceId: string): Promise<string[]> {
  const handedTo: string[] = [];
  const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the platform can construct one
  const instance = Object.assign(Object.create(BatchRun.prototype) as BatchRun, {
    services: () => context,
    resume: (next: string) => Promise.resolve(void handedTo.push(next)),
    ended: () => Promise.resolve(),
  });
  const step = { do: (_name: string, _retry: object, work: () => unknown) => work() };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts that it uses
  await instance.run({ instanceId } as WorkflowEvent<unknown>, step as unknown as WorkflowStep);
  return handedTo;
}

const pathsOf = async (id: string) => {
  const { results } = await env.DB.prepare('select file_path from validations where workflow_id = ?')
    .bind(id)
    .all<{ file_path: string }>();
  return results.map(({ file_path }) => file_path).toSorted();
};

it('an instance and its next one name the same run', () => {
  expect(instanceAfter('some-run')).not.toBe('some-run');
  expect(instanceAfter(instanceAfter('some-run'))).toBe('some-run');
  expect(['some-run', instanceAfter('some-run')].map(runOfInstance)).toEqual(['some-run', 'some-run']);
});

describe('an instance', () => {
  it('does a few steps, and hands over to the other one, which ends the run', async () => {
    const id = await abandon(COUNT);
    expect(await runInstance(id)).toEqual([instanceAfter(id)]);
    expect(await read(id)).toMatchObject({ state: 'running', done: PER_INSTANCE });
    expect(await runInstance(instanceAfter(id))).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'completed', done: COUNT, failed: 0 });
  });

  it('hands back to the first one when it is the second', async () => {
    const id = await abandon(COUNT);
    expect(await runInstance(instanceAfter(id))).toEqual([id]);
  });

  it('of a run that is paused or cancelled does nothing, and hands over to none', async () => {
    const id = await abandon(COUNT);
    await runInstance(id);
    await control(id, 'pause');
    expect(await runInstance(instanceAfter(id))).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'paused', done: PER_INSTANCE });
    await control(id, 'cancel');
    expect(await runInstance(instanceAfter(id))).toEqual([]);
    expect(await read(id)).toMatchObject({ state: 'cancelled', done: PER_INSTANCE });
  });

  it('does nothing twice when both are at work, as after a resume', async () => {
    const id = await abandon(COUNT);
    const handed = await Promise.all([runInstance(id), runInstance(instanceAfter(id))]);
    for (const next of handed.flat()) await runInstance(next);
    expect(await read(id)).toMatchObject({ state: 'completed', done: COUNT, failed: 0 });
    const expected = documents(COUNT, id).map(({ file_path }) => file_path);
    expect(await pathsOf(id)).toEqual(expected.toSorted());
  });
});

it(
  'a long run is done by two instances of the platform in turn',
  async () => {
    const run = vi.spyOn(BatchRun.prototype, 'run');
    const { id } = await create({ name: 'long' });
    await add(id, documents(COUNT, id));
    await control(id, 'start');
    await vi.waitFor(
      async () => {
        const row = await env.DB.prepare('select state, done from workflows where id = ?').bind(id).first();
        expect(row).toEqual({ state: 'completed', done: COUNT });
      },
      { timeout: PATIENCE_MS, interval: 250 },
    );
    expect(run.mock.calls.map(([{ instanceId }]) => instanceId)).toEqual([id, instanceAfter(id)]);
  },
  2 * PATIENCE_MS,
);
