/** The migration makes the days of quality that the triggers would have made, of what is stored. */
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { ServiceContext } from '../../src/services/context.ts';
import { decideRecommendation } from '../../src/services/decisions/decide.ts';
import { qualityOverTime } from '../../src/services/documents/quality.ts';
import { validateDocument } from '../../src/services/documents/validate.ts';
import type { QualityDay } from '../../src/shared/api/quality.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { request, SKIPPED } from './service.ts';

let clock = new Date('2026-03-01T10:00:00.000Z');
const context: ServiceContext = {
  db: openDatabase(env.DB),
  principal: { actor: 'tester', role: 'admin', families: null },
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => clock,
};
const CLEAN = '# A clean page\n\nNothing to find here.\n';
const submit = (filePath: string, content: string, ref?: string, family = 'default') =>
  validateDocument(
    context,
    { path: 'content', filePath, content },
    { family, ...(ref !== undefined && { version: { ref } }) },
  );

async function daysOf(folder?: string) {
  const range = { from: '2026-01-01', to: '2026-12-31', limit: 366 };
  const page = await qualityOverTime(context, { ...range, ...(folder !== undefined && { folder }) });
  return page.results.map(asMigrated);
}
/** What versions add and resolve is counted since a later migration, and not made of what was stored. */
const asMigrated = (day: QualityDay) => ({ ...day, compared: undefined });
const quality = async () => ({
  all: await daysOf(),
  guides: await daysOf('guides'),
  start: await daysOf('guides/start'),
  other: await daysOf('other'),
});

/** Empties what the migration makes, and lets it make that again. */
async function makeAgain(): Promise<void> {
  const { queries = [] } = env.TEST_MIGRATIONS.find(({ name }) => name.endsWith('quality.sql')) ?? {};
  const first = queries.findIndex((query) => query.includes('CREATE TABLE quality_paths'));
  const decided = queries.filter((query) => query.includes('UPDATE recommendations SET decided_at'));
  expect([first > 0, decided.length]).toEqual([true, 2]);
  const emptied = ['delete from quality_days', 'delete from quality_parts'];
  const forgotten = 'update recommendations set decided_at = null';
  await env.DB.batch(
    [...emptied, forgotten, ...decided, ...queries.slice(first)].map((query) => env.DB.prepare(query)),
  );
}

it('makes of the history what its changes made', async () => {
  const a = await submit('guides/start/a.md', SKIPPED);
  const b = await submit('guides/b.md', SKIPPED);
  await submit('other/c.md', CLEAN);
  await submit('top.md', CLEAN);
  await submit('guides/start/a.md', CLEAN, 'pull/1');
  clock = new Date('2026-03-03T22:00:00.000Z');
  await decideRecommendation(context, a.recommendations[0]!.id, 'approve');
  clock = new Date('2026-03-04T10:00:00.000Z');
  await decideRecommendation(context, b.recommendations[0]!.id, 'reject');
  // Still there, in another text: the decision is carried.
  await submit('guides/b.md', `${SKIPPED}\nMore.\n`);
  clock = new Date('2026-03-09T10:00:00.000Z');
  // Fixed: what was approved is applied.
  await submit('guides/start/a.md', CLEAN);
  await submit('other/c.md', SKIPPED);
  await submit('other/d.md', SKIPPED);
  clock = new Date('2026-03-12T10:00:00.000Z');
  // The proposal is superseded.
  await submit('other/d.md', CLEAN);

  const made = await quality();
  expect(made.all.map(({ day, open, decided, applied }) => [day, open, decided, applied])).toEqual([
    ['2026-03-01', 2, 0, 0],
    ['2026-03-03', 1, 1, 0],
    ['2026-03-04', 0, 1, 0],
    ['2026-03-09', 2, 0, 1],
    ['2026-03-12', 1, 0, 0],
  ]);
  expect(made.start).toHaveLength(3);
  await makeAgain();
  expect(await quality()).toEqual(made);

  // What comes after it goes on from there.
  clock = new Date('2026-03-13T10:00:00.000Z');
  await submit('other/d.md', SKIPPED);
  const after = await quality();
  expect(after.other.slice(0, -1)).toEqual(made.other);
  expect(after.other.at(-1)).toMatchObject({ day: '2026-03-13', open: 2, documents: { total: 2, pass: 0 } });
  const { results } = await env.DB.prepare(
    `select name from sqlite_master where name like 'quality%' and type = 'table' order by name`,
  ).all<{ name: string }>();
  expect(results.map(({ name }) => name)).toEqual(['quality_days', 'quality_parts']);
});

it('begins the quality of owners with what they own', async () => {
  const response = await request('/api/families/owned', {
    method: 'PUT',
    headers: { 'Content-Type': 'application/yaml' },
    body: 'extends: default\nowners: [{paths: ["**"], owners: ["@docs"]}, {paths: ["api/**"], owners: ["@docs", "@api"]}]\n',
  });
  expect(response.ok).toBe(true);
  clock = new Date('2026-04-01T10:00:00.000Z');
  const { recommendations } = await submit('api/a.md', SKIPPED, undefined, 'owned');
  await submit('b.md', SKIPPED, undefined, 'owned');
  clock = new Date('2026-04-02T10:00:00.000Z');
  await decideRecommendation(context, recommendations[0]!.id, 'approve');
  await submit('c.md', CLEAN, undefined, 'owned');
  const newest = async (owner: string) => {
    const range = { from: '2026-01-01', to: '2026-12-31', limit: 366, family: 'owned', owner };
    return (await qualityOverTime(context, range)).results.map(asMigrated).at(-1);
  };
  const made = { docs: await newest('@docs'), api: await newest('@api') };
  expect(made.docs).toMatchObject({ day: '2026-04-02', documents: { total: 3 }, open: 1, decided: 1 });

  const { queries = [] } = env.TEST_MIGRATIONS.find(({ name }) => name.endsWith('lists_by_path.sql')) ?? {};
  const backfill = queries.slice(queries.findLastIndex((query) => query.includes('CREATE TRIGGER')) + 1);
  expect(backfill.length).toBeGreaterThan(1);
  const emptied = ['quality_days', 'quality_parts'].map(
    (table) => `delete from ${table} where folder like '/%'`,
  );
  await env.DB.batch([...emptied, ...backfill].map((query) => env.DB.prepare(query)));
  // Which decisions were made about what they own is not known.
  const unknown = { decided: 0, median_days_to_decision: null };
  expect(await newest('@docs')).toEqual({ ...made.docs, ...unknown });
  expect(await newest('@api')).toEqual({ ...made.api, ...unknown, day: '2026-04-01' });
});
