import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runMaintenance } from '../../src/services/maintenance.ts';
import { runStep } from '../../src/services/runs/run-step.ts';
import { forgetRulesets } from '../../src/services/runs/run-ruleset.ts';
import type { Problem } from '../../src/shared/api/problem.ts';
import type { FamilyUpdate } from '../../src/shared/api/families.ts';
import { MAX_SWEPT_RULESETS, SWEEP_TEXTS_INTERVAL_MS } from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { add, control, create, documents, reach, read, validationsOf } from './runs.ts';
import { post, request } from './service.ts';

const context = { db: openDatabase(env.DB), publish: () => undefined, now: () => new Date() };

async function put(name: string, pack: string): Promise<string> {
  const answer = await request(`/api/families/${name}`, {
    method: 'PUT',
    body: pack,
    headers: { 'Content-Type': 'application/yaml' },
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json<FamilyUpdate>()).version;
}

const rowOf = (id: string) =>
  env.DB.prepare('select ruleset_version from workflows where id = ?').bind(id).first('ruleset_version');
const rulesets = async () =>
  (await env.DB.prepare('select version from rulesets').all<{ version: string }>()).results.map(
    ({ version }) => version,
  );
const rulesetsOf = async (id: string) => [
  ...new Set((await validationsOf(id)).map(({ ruleset }) => ruleset)),
];

/** Starts a run and pauses it before any document is done, however much its instance has done by then. */
async function startPaused(family: string, count = 30): Promise<string> {
  const { id } = await create({ family, name: family });
  await add(id, documents(count, family));
  expect((await control(id, 'start')).status).toBe(200);
  await control(id, 'pause');
  await env.DB.batch([
    env.DB.prepare(
      `update workflows set state = 'paused', finished_at = null, done = 0, reused = 0 where id = ?`,
    ).bind(id),
    env.DB.prepare(
      `update workflow_documents set state = 'pending', validation_id = null where workflow_id = ?`,
    ).bind(id),
  ]);
  return id;
}

async function sweep(): Promise<void> {
  await env.DB.prepare(`update counters set updated_at = ? where name = 'swept_texts'`)
    .bind(new Date(Date.now() - SWEEP_TEXTS_INTERVAL_MS - 1).toISOString())
    .run();
  const settings = { ...env, EVENT_RETENTION_DAYS: '', EVENT_RETENTION_COUNT: '' };
  await runMaintenance(settings, { ...context, runner: instancesOf(env) });
}

describe('a run', () => {
  it('is done by the ruleset of its start, though the pack or its base changes', async () => {
    await put('base-of-run', 'extends: default\n');
    const first = await put('of-run', 'extends: base-of-run\n');
    const id = await startPaused('of-run');
    expect(await rowOf(id)).toBe(first);
    expect(await rulesets()).toContain(first);

    await put('base-of-run', 'extends: default\nrules: {headings/*: off}\n');
    const second = await put('of-run', 'extends: base-of-run\nrules: {links/*: off}\n');
    expect(second).not.toBe(first);
    // Another isolate has nothing in memory.
    forgetRulesets();
    await control(id, 'resume');
    await reach(id, 'completed');
    expect(await rulesetsOf(id)).toEqual([first]);

    const next = await create({ family: 'of-run', name: 'of-run', documents: documents(2, 'of-run') });
    await reach(next.id, 'completed');
    expect(await rulesetsOf(next.id)).toEqual([second]);
  });

  it('is retried by the same ruleset', async () => {
    const first = await put('retried', 'extends: default\n');
    const id = await startPaused('retried', 3);
    await env.DB.prepare(
      `update workflow_documents set state = 'failed', error = 'x' where workflow_id = ?1 and state = 'pending';`,
    )
      .bind(id)
      .run();
    await env.DB.prepare(`update workflows set state = 'failed', done = 3, failed = 3 where id = ?`)
      .bind(id)
      .run();
    await put('retried', 'extends: default\nrules: {headings/*: off}\n');
    forgetRulesets();
    expect((await control(id, 'retry')).status).toBe(200);
    await reach(id, 'completed');
    expect(await rowOf(id)).toBe(first);
    expect(await rulesetsOf(id)).toEqual([first]);
  });

  it('that was started before rulesets were kept is done by the present one', async () => {
    await put('older', 'extends: default\n');
    const id = await startPaused('older', 2);
    await env.DB.prepare(`update workflows set ruleset_version = null where id = ?`).bind(id).run();
    const now = await put('older', 'extends: default\nrules: {images/*: off}\n');
    await control(id, 'resume');
    await reach(id, 'completed');
    expect(await rulesetsOf(id)).toContain(now);
  });

  it('fails when its ruleset is gone, instead of using another one', async () => {
    await put('gone', 'extends: default\n');
    const id = await startPaused('gone', 2);
    await env.DB.prepare(`update workflows set state = 'running', ruleset_version = 'gone@0' where id = ?`)
      .bind(id)
      .run();
    await env.DB.prepare(`update workflow_documents set state = 'pending' where workflow_id = ?`)
      .bind(id)
      .run();
    expect(await runStep(context, id)).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('gone@0') });
  });

  it('does not start when its packs are too large to be kept', async () => {
    const long = `description: ${'漢'.repeat(400_000)}\n`;
    await put('long-base', `extends: default\n${long}`);
    await put('long', `extends: long-base\n${long}`);
    const refused = await post('/api/workflows', { type: 'validation', family: 'long' });
    expect(refused.status).toBe(422);
    await put('long', 'extends: default\n');
    const { id } = await create({ family: 'long' });
    await add(id, documents(1, 'long'));
    await put('long', `extends: long-base\n${long}`);
    const answer = await control(id, 'start');
    expect(answer.status).toBe(422);
    expect((await answer.json<Problem>()).errors?.[0]?.path).toBe('family');
    expect((await read(id)).state).toBe('pending');
  });
});

describe('kept rulesets', () => {
  it('stay while a run needs them, and are removed afterwards, a limited number at a time', async () => {
    const version = await put('swept', 'extends: default\nvocab: [swept]\n');
    const id = await startPaused('swept', 2);
    await sweep();
    expect(await rulesets()).toContain(version);
    await env.DB.prepare(`update workflows set state = 'failed' where id = ?`).bind(id).run();
    await sweep();
    expect(await rulesets()).toContain(version);
    await control(id, 'retry');
    await reach(id, 'completed');
    await env.DB.prepare(`update workflows set failed = 1 where id = ?`).bind(id).run();
    await sweep();
    expect(await rulesets(), 'a failed document can be retried').toContain(version);
    await env.DB.prepare(`update workflows set failed = 0 where id = ?`).bind(id).run();
    await sweep();
    expect(await rulesets()).not.toContain(version);

    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into rulesets select 'made-up@' || i, 'default', '[]', '' from n`,
    )
      .bind(MAX_SWEPT_RULESETS + 1)
      .run();
    const before = (await rulesets()).length;
    await sweep();
    expect((await rulesets()).length).toBe(before - MAX_SWEPT_RULESETS);
  });
});
