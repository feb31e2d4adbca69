/** Old versions of documents are thinned; decisions and their story stay. */
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ServiceContext } from '../../src/services/context.ts';
import { decideRecommendation, decideRecommendationsOfRule } from '../../src/services/decisions/decide.ts';
import { decideReview } from '../../src/services/decisions/decide-reviews.ts';
import { undoRecommendation } from '../../src/services/decisions/undo.ts';
import { qualityOverTime } from '../../src/services/documents/quality.ts';
import { getDocument } from '../../src/services/documents/documents.ts';
import { revalidate } from '../../src/services/documents/revalidate.ts';
import { validateDocument } from '../../src/services/documents/validate.ts';
import { runMaintenance } from '../../src/services/maintenance.ts';
import { getStats } from '../../src/services/stats.ts';
import {
  SWEEP_TEXTS_INTERVAL_MS,
  THINNED_VALIDATIONS_PER_STEP,
  MAX_SWEEP_STEPS,
} from '../../src/shared/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { SKIPPED } from './service.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const START = Date.parse('2026-01-01T08:00:00.000Z');
let clock = new Date(START);
const context: ServiceContext = {
  db: openDatabase(env.DB),
  principal: { actor: 'tester', role: 'admin', families: null },
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => clock,
};
/** Days since the start, and hours. */
const at = (days: number, hours = 0) => {
  clock = new Date(START + days * DAY_MS + hours * 3_600_000);
};
const submit = (filePath: string, content: string) =>
  validateDocument(context, { path: 'content', filePath, content }, { family: 'default' });
const version = (filePath: string, n: number) => submit(filePath, `${SKIPPED}\nVersion ${n}.\n`);
const historyOf = async (file_path: string) =>
  (await getDocument(context, { family: 'default', file_path })).history
    .map(({ id, superseded_by }) => [id, superseded_by])
    .toReversed();
const upkeep = (settings: Partial<Record<keyof typeof env, string>> = {}) =>
  runMaintenance(
    {
      ...env,
      EVENT_RETENTION_DAYS: '0',
      EVENT_RETENTION_COUNT: '0',
      RETENTION_FINDINGS_DAYS: '0',
      ...settings,
    },
    { ...context, runner: instancesOf(env) },
  );
const countOf = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())!.n;

beforeEach(async () => {
  const tables = ['counters', 'batches', 'documents', 'workflow_documents', 'validations', 'texts'];
  await env.DB.batch(tables.map((table) => env.DB.prepare(`delete from ${table}`)));
  at(0);
});

const COPIES = `validations where family = 'copies'`;

describe('old versions', () => {
  it('are thinned to the newest of each day, and nothing is left of the others', async () => {
    const path = 'thin.md';
    const ids: string[] = [];
    for (const [day, hours] of [
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [95, 0],
      [95, 1],
    ] as const) {
      at(day, hours);
      ids.push((await version(path, ids.length)).id);
    }
    const [, , third, fourth, fifth, sixth] = ids;
    at(100);
    const before = await qualityOverTime(context, { from: '2026-01-01', to: '2026-06-01', limit: 366 });
    const open = (await getStats(context)).recommendations.by_status.proposed;
    await upkeep();
    expect(await historyOf(path)).toEqual([
      [third, fourth],
      [fourth, fifth],
      [fifth, sixth],
      [sixth, undefined],
    ]);
    const { results } = await env.DB.prepare('select id, supersedes from validations order by rowid').all();
    expect(results.map(({ id, supersedes }) => [id, supersedes])).toEqual([
      [third, null],
      [fourth, third],
      [fifth, fourth],
      [sixth, fifth],
    ]);
    // Each has a text and a recommendation of its own.
    expect([await countOf('texts'), await countOf('recommendations')]).toEqual([4, 4]);
    const stats = await getStats(context);
    expect(stats.recommendations).toMatchObject({ total: 4, by_status: { proposed: open } });
    expect(stats.validations.total).toBe(4);
    expect(await qualityOverTime(context, { from: '2026-01-01', to: '2026-06-01', limit: 366 })).toEqual(
      before,
    );
  });

  it('stay where something was decided, though it was taken back, and where another validation needs them', async () => {
    const path = 'kept.md';
    const kept: string[] = [];
    const make = async (act?: (made: Awaited<ReturnType<typeof submit>>) => Promise<unknown>) => {
      at(0, kept.length);
      const made = await version(path, kept.length);
      kept.push(made.id);
      await act?.(made);
    };
    await make(({ recommendations: [one] }) => decideRecommendation(context, one!.id, 'reject'));
    await make(({ recommendations: [one] }) => decideRecommendation(context, one!.id, 'reopen'));
    await make(({ id }) => decideReview(context, id, 'reject'));
    await make(async ({ recommendations: [one] }) => {
      await decideRecommendation(context, one!.id, 'reject');
      await undoRecommendation(context, one!.id);
    });
    // The last is the newest.
    await make(async ({ id }) => kept.push((await revalidate(context, id, '# Another\n\nText.\n')).id));
    at(100);
    await upkeep();
    expect((await historyOf(path)).map(([id]) => id)).toEqual(kept);
  });

  it.each(['0', '', 'forever'])('stay when the setting is "%s"', async (RETENTION_VALIDATION_DAYS) => {
    const path = `all-${RETENTION_VALIDATION_DAYS}.md`;
    for (let n = 0; n < 3; n += 1) await version(path, n);
    at(1_000);
    await upkeep({ RETENTION_VALIDATION_DAYS });
    expect(await historyOf(path)).toHaveLength(3);
  });

  it('of runs leave the row of the run, without a result', async () => {
    const path = 'run.md';
    const first = await version(path, 1);
    await version(path, 2);
    await env.DB.batch([
      env.DB.prepare(`insert into workflows (id, type, name, family, state, created_at, updated_at)
        values ('run', 'batch_validation', 'r', 'default', 'completed', 'n', 'n')`),
      env.DB.prepare(`update validations set workflow_id = 'run' where id = ?`).bind(first.id),
      env.DB.prepare(`insert into workflow_documents values ('run', ?, ?, 'done', null, ?, null)`).bind(
        path,
        first.content_sha256,
        first.id,
      ),
    ]);
    at(100);
    await upkeep();
    expect(await env.DB.prepare('select * from workflow_documents').first()).toMatchObject({
      state: 'done',
      content_sha256: null,
      validation_id: null,
    });
    expect(await historyOf(path)).toHaveLength(1);
  });

  it('are looked at in bounded steps, each once', async () => {
    const made = await version('many.md', 0);
    const many = MAX_SWEEP_STEPS * THINNED_VALIDATIONS_PER_STEP + 10;
    const copies = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${many})
      insert into validations (id, file_path, family, content_sha256, status, outcome, review, counts_error, counts_warning,
        counts_info, validation_types, ruleset, created_at, updated_at, duration_ms, superseded_by, supersedes)
      select 'copy-' || i, 'many.md', 'copies', ?1, 'completed', 'pass', 'pending', 0, 0, 0, '[]', 'r', ?2, ?2, 1,
        case when i < ${many} then 'copy-' || (i + 1) end, case when i > 1 then 'copy-' || (i - 1) end from n`;
    await env.DB.prepare(copies).bind(made.content_sha256, made.created_at).run();
    at(100);
    await upkeep();
    expect(await countOf(COPIES)).toBeGreaterThan(1);
    expect(await countOf(COPIES)).toBeLessThan(many / 2);
    clock = new Date(clock.getTime() + SWEEP_TEXTS_INTERVAL_MS);
    await upkeep();
    expect(await countOf(COPIES)).toBe(1);
  });
});

it('bulk decisions are kept for a time', async () => {
  const made = await version('bulk.md', 1);
  const { rule_id } = made.recommendations[0]!;
  await decideRecommendationsOfRule(context, { rule_id }, 'reject', { batchId: 'bulk' });
  const kept = await countOf('batches');
  expect(kept).toBeGreaterThan(0);
  at(80);
  await upkeep();
  expect(await countOf('batches')).toBe(kept);
  at(100);
  await upkeep({ RETENTION_BATCH_DAYS: '0' });
  expect(await countOf('batches')).toBe(kept);
  at(101);
  await upkeep();
  expect(await countOf('batches')).toBe(0);
});
