import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hubOf } from '../../src/live/hub-stub.ts';
import { Hub } from '../../src/live/hub.ts';
import { LiveHub } from '../../src/index.ts';
import { LOCAL } from '../../src/services/access/authenticate.ts';
import type { Runner, ServiceContext } from '../../src/services/context.ts';
import { controlRun } from '../../src/services/runs/control-run.ts';
import { addDocuments } from '../../src/services/runs/run-documents.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import { createRun } from '../../src/services/runs/runs.ts';
import { runMaintenance } from '../../src/services/maintenance.ts';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import { MAX_RUN_RESUMES, RUN_STALLED_AFTER_MS, RUN_WATCH_INTERVAL_MS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { listen } from './listener.ts';
import { abandon, makeStale, milestonesOf, reachUnseen, read, validationsOf } from './runs.ts';
import { CLEAN, getJson, submit } from './service.ts';

const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };

const keepUp = (runner: Runner = instancesOf(env), now = new Date()) =>
  runMaintenance(env, { ...context, now: () => now, runner });

/** A runner that only records what it is asked for, or fails. */
function fakeRunner(failure?: Error): Runner & { asked: string[] } {
  const asked: string[] = [];
  const take = async (id: string): Promise<void> => {
    asked.push(id);
    if (failure) throw failure;
  };
  return { asked, start: take, resume: take, watch: () => instancesOf(env).watch() };
}

/** When no run is left to watch, there is no alarm again. */
const withoutAlarm = () =>
  vi.waitFor(async () => {
    await runDurableObjectAlarm(hubOf(env));
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(false);
  });

afterEach(async () => {
  vi.restoreAllMocks();
  await env.DB.exec('drop trigger if exists refuse_it');
  await env.DB.prepare(`update workflows set state = 'cancelled' where state = 'running'`).run();
});

describe('a stalled run', () => {
  it.each(['create', 'start', 'resume', 'retry'] as const)(
    'is found although the process ended right after the answer to %s',
    async (action) => {
      const killed: ServiceContext = {
        ...context,
        principal: LOCAL,
        runner: fakeRunner(),
        later: () => undefined,
      };
      const documents = [{ file_path: 'a.md', content: CLEAN }];
      const run = { type: 'batch_validation' as const, documents };
      if (action === 'create') await withoutAlarm();
      const { id } = await createRun(killed, action === 'start' ? { ...run, documents: [] } : run);
      if (action === 'start') await addDocuments(killed, id, documents);
      if (action === 'resume') await controlRun(killed, id, 'pause');
      if (action === 'retry') {
        await env.DB.prepare(`update workflows set state = 'failed' where id = ?`).bind(id).run();
        await env.DB.prepare(`update workflow_documents set state = 'failed' where workflow_id = ?`)
          .bind(id)
          .run();
      }
      if (action !== 'create') {
        await withoutAlarm();
        await controlRun(killed, id, action);
      }
      const alarm = await runInDurableObject(hubOf(env), (_, { storage }) => storage.getAlarm());
      expect(alarm).toBeLessThanOrEqual(Date.now() + RUN_WATCH_INTERVAL_MS);
      await makeStale(id);
      expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
      await reachUnseen(id, 'completed');
    },
  );

  it('is resumed by the maintenance, whatever there is of its instance', async () => {
    const id = await abandon(25);
    await keepUp();
    await reachUnseen(id, 'completed');
    expect(await read(id)).toMatchObject({ total: 25, done: 25, failed: 0 });
    expect(await validationsOf(id)).toHaveLength(25);
    // Its instance has ended, and is restarted.
    await env.DB.prepare(`update workflows set state = 'running', finished_at = null where id = ?`)
      .bind(id)
      .run();
    await makeStale(id);
    await keepUp();
    await reachUnseen(id, 'completed');
    expect(await validationsOf(id)).toHaveLength(25);
  });

  it('is resumed by a reader', async () => {
    const id = await abandon(3);
    await read(id);
    await reachUnseen(id, 'completed');
    expect(await read(id)).toMatchObject({ done: 3 });
  });

  it('is resumed by the alarm of the hub, to which nobody is connected', async () => {
    const id = await abandon(3);
    await hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS);
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
    await reachUnseen(id, 'completed');
    await withoutAlarm();
  });

  it('is resumed once, however many look at it', async () => {
    const id = await abandon(3);
    const runner = fakeRunner();
    await Promise.all([1, 2, 3].map(() => keepUp(runner)));
    expect(runner.asked).toEqual([id]);
    const { nudges } = (await env.DB.prepare('select nudges from workflows where id = ?').bind(id).first())!;
    expect(nudges).toBe(1);
  });

  it('that never progresses fails, with the reason', async () => {
    const id = await abandon(3);
    const runner = fakeRunner();
    for (let n = 0; n <= MAX_RUN_RESUMES; n += 1) {
      await makeStale(id);
      await keepUp(runner);
    }
    expect(runner.asked).toHaveLength(MAX_RUN_RESUMES);
    expect(await read(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('did not get on'),
    });
    expect(await milestonesOf(id)).toEqual(['created', 'failed']);
  });

  it('is not counted as resumed any more, once it progresses', async () => {
    const id = await abandon(30);
    await keepUp(fakeRunner());
    // One document at a time, because something may be wrong with it.
    expect(await runStep(context, id)).toBe(true);
    expect(await read(id)).toMatchObject({ state: 'running', done: 4 });
    const { nudges } = (await env.DB.prepare('select nudges from workflows where id = ?').bind(id).first())!;
    expect(nudges).toBe(0);
  });

  it('is left alone while it progresses, and when it has ended', async () => {
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

  it('that cannot be resumed keeps no other from it, and is counted', async () => {
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
    await expect(instancesOf(env).resume(id)).rejects.toThrow('injected');
    await reachUnseen(id, 'completed');
  });

  it('delivers while the maintenance waits for others, and forgets nothing that it is asked meanwhile', async () => {
    const listener = await listen('/ws/validation_updates');
    // Polled, not awaited: a promise would tie its waiter to the object that it belongs to.
    const maintaining = { isWaiting: false, isReleased: false };
    const { prototype } = LiveHub as unknown as { prototype: { runMaintenance: () => Promise<null> } };
    vi.spyOn(prototype, 'runMaintenance').mockImplementation(async () => {
      maintaining.isWaiting = true;
      while (!maintaining.isReleased) await scheduler.wait(5);
      return null;
    });
    const ringing = runDurableObjectAlarm(hubOf(env));
    await vi.waitFor(() => expect(maintaining.isWaiting).toBe(true));
    await submit(CLEAN, 'meanwhile.md');
    await vi.waitFor(() => expect(listener.events()).toMatchObject([{ file_path: 'meanwhile.md' }]));
    await hubOf(env).scheduleMaintenance(RUN_WATCH_INTERVAL_MS);
    maintaining.isReleased = true;
    await ringing;
    listener.close();
    await vi.waitFor(async () => expect((await hubOf(env).status()).connections).toBe(0));
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
  });
});
