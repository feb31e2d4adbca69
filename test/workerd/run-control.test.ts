import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runStep } from '../../src/services/runs/run-step.ts';
import type { RunDetail } from '../../src/shared/api/runs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { add, control, create, documents, milestonesOf, reach, read, run, validationsOf } from './runs.ts';
import { head, post, readLog } from './service.ts';

describe('control', () => {
  it('pause stops the work, resume goes on, and nothing is done twice or left out', async () => {
    const { id } = await create({ name: 'paused' });
    for (let part = 0; part < 4; part += 1) await add(id, documents(100, `paused-${part}`));
    await control(id, 'start');
    const paused = await (await control(id, 'pause')).json<RunDetail>();
    expect(paused.state).toBe('paused');
    const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };
    expect(await runStep(context, id)).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'paused', done: paused.done });

    expect((await control(id, 'resume')).status).toBe(200);
    expect(await reach(id, 'completed')).toMatchObject({ total: 400, done: 400 });
    const log = await readLog(0, id);
    const at = (type: string) => log.findIndex((event) => event.type === type);
    expect(at('workflow_resumed')).toBe(at('workflow_paused') + 1);
    const paths = log.flatMap((event) => (event.type === 'validation_created' ? [event.file_path] : []));
    expect(new Set(paths).size).toBe(400);
    expect(paths).toHaveLength(400);
    expect(await milestonesOf(id)).toEqual(['created', 'started', 'paused', 'resumed', 'completed']);
  });

  it('cancel ends the work: after its event there is none of the run', async () => {
    const { id } = await create({ name: 'cancelled' });
    for (let part = 0; part < 2; part += 1) await add(id, documents(100, `cancelled-${part}`));
    await control(id, 'start');
    const cancelled = await (await control(id, 'cancel')).json<RunDetail>();
    expect(cancelled).toMatchObject({ state: 'cancelled', total: 200 });
    expect(cancelled.finished_at).toBeDefined();
    await run({ documents: documents(30, 'meanwhile') });
    expect((await readLog(0, id)).at(-1)).toMatchObject({ type: 'workflow_cancelled', done: cancelled.done });
    expect(await validationsOf(id)).toHaveLength(cancelled.done);
  });

  it('many a pause and resume, and still everything once', async () => {
    const { id } = await create({ name: 'restless' });
    for (let part = 0; part < 3; part += 1) await add(id, documents(100, `restless-${part}`));
    await control(id, 'start');
    for (let round = 0; round < 5; round += 1) {
      const pause = await control(id, 'pause');
      if (pause.status === 409) break;
      await control(id, 'resume');
    }
    expect(await reach(id, 'completed')).toMatchObject({ total: 300, done: 300, failed: 0 });
    const log = await readLog(0, id);
    const paths = log.flatMap((event) => (event.type === 'validation_created' ? [event.file_path] : []));
    expect(new Set(paths).size).toBe(300);
    expect(paths).toHaveLength(300);
  });

  it.each(['start', 'pause', 'resume', 'cancel', 'retry'])(
    '%s on a finished run is 409, and tells nothing',
    async (action) => {
      const { id } = await run({ documents: documents(1, 'finished') });
      const position = await head();
      const response = await control(id, action);
      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({ state: 'completed' });
      expect(await head()).toBe(position);
    },
  );

  it('of two at the same time, one wins', async () => {
    const { id } = await create();
    await add(id, documents(2, 'race'));
    const answers = await Promise.all([1, 2, 3].map(() => control(id, 'start')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    await reach(id, 'completed');
    expect(await milestonesOf(id)).toEqual(['created', 'started', 'completed']);
    expect((await post(`/api/workflows/${id}/documents`, { documents: documents(1) })).status).toBe(409);
  });

  it('a run without documents does not start', async () => {
    const { id } = await create();
    const response = await control(id, 'start');
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ path: 'documents' }] });
    expect((await control(id, 'cancel')).status).toBe(200);
    expect((await control(crypto.randomUUID(), 'start')).status).toBe(404);
  });
});
