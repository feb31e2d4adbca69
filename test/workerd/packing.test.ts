/** Findings of superseded versions are packed by upkeep, and read as before. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import type { MainLineComparison } from '../../src/shared/api/validations.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { Recommendation } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { packFindings } from '../../src/store/packed-findings.ts';
import { read } from './desk.ts';
import { getJson, post, request, SKIPPED } from './service.ts';

const FLAWED = `${SKIPPED}\nSee [gone](#nowhere), [and gone](#nowhere-else).\n\n![](image.png)\n`;
const submit = async (file_path: string, content: string) =>
  (await (await post('/api/validate', { content, file_path })).json<{ id: string }>()).id;
const packAll = async (before = '9999') => {
  const db = openDatabase(env.DB);
  let after = 0;
  for (;;) {
    const step = await packFindings(db, { after, before, limit: 3 });
    if (step.isDone) return;
    after = step.after;
  }
};
const count = async (from: string, id: string) =>
  env.DB.prepare(`select count(*) as n from ${from}`).bind(id).first<number>('n');
const rowsOf = async (id: string) => ({
  issues: await count('issues where validation_id = ?', id),
  recommendations: await count('recommendations where validation_id = ?', id),
  packed: await count('packed_findings where place = (select rowid from validations where id = ?)', id),
});

let first: string;
let second: string;

beforeAll(async () => {
  first = await submit('a.md', FLAWED);
  const { recommendations } = await read(first);
  const rejected = await post(`/api/recommendations/${recommendations[0]!.id}/reject`, { note: 'no' });
  expect(rejected.status).toBe(200);
  second = await submit('a.md', `${FLAWED}\nMore.\n`);
});

it('answers the same of a superseded version, and keeps what was decided', async () => {
  const answers = async () => {
    const { position: _moves, ...detail } = await read(first);
    const reports = ['json', 'sarif', 'csv'].map(async (format) =>
      (await request(`/api/validations/${first}/report?format=${format}`)).text(),
    );
    return {
      detail,
      reports: await Promise.all(reports),
      comparison: await getJson<MainLineComparison>(`/api/validations/${second}/comparison`),
      list: await (await request('/api/validations/report?format=csv')).text(),
    };
  };
  const before = await answers();
  expect(before.detail.issues.length).toBeGreaterThan(3);
  await packAll('2000');
  expect(await rowsOf(first)).toMatchObject({ issues: before.detail.issues.length, packed: 0 });
  await packAll();
  expect(await rowsOf(first)).toEqual({ issues: 0, recommendations: 1, packed: 1 });
  expect(await rowsOf(second)).toMatchObject({ packed: 0 });
  expect(await answers()).toEqual(before);
  const listed = await getJson<Page<Recommendation>>(`/api/recommendations?validation_id=${first}`);
  expect(listed.results.map(({ status }) => status)).toEqual(['rejected']);
  // Nothing is packed twice.
  await packAll();
  expect(await answers()).toEqual(before);
});

it('validates a text again whose findings are packed', async () => {
  const { id } = await (
    await post('/api/workflows', {
      type: 'batch_validation',
      documents: [{ file_path: 'a.md', content: FLAWED }],
    })
  ).json<{ id: string }>();
  await expect
    .poll(async () => (await getJson<{ state: string }>(`/api/workflows/${id}`)).state, { timeout: 20_000 })
    .toBe('completed');
  const { results } = await getJson<Page<{ id: string; reused_from?: string }>>(
    `/api/validations?workflow_id=${id}`,
  );
  expect(results).toHaveLength(1);
  expect(results[0]!.reused_from).toBeUndefined();
  expect((await read(results[0]!.id)).issues).toEqual((await read(first)).issues);
});

it('leaves alone what another result refers to, and goes with its version', async () => {
  const made = await submit('b.md', FLAWED);
  const again = await (await post(`/api/validations/${made}/revalidate`, {})).json<{ id: string }>();
  await submit('b.md', `${FLAWED}\nMore.\n`);
  await packAll();
  expect((await read(again.id)).issues).toEqual((await read(made)).issues);
  expect((await read(made)).issues.length).toBeGreaterThan(3);
  await env.DB.batch([env.DB.prepare('delete from validations where id = ?').bind(first)]);
  expect(await count('packed_findings where ? is not null', '')).toBeGreaterThanOrEqual(0);
  expect(
    await env.DB.prepare(
      'select count(*) as n from packed_findings where place not in (select rowid from validations)',
    ).first('n'),
  ).toBe(0);
});
