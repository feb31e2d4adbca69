/** Findings of superseded versions are packed by upkeep, and read as before. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import type { MainLineComparison } from '../../src/shared/api/validations.ts';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import type { Recommendation } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { readLog } from '../../src/store/events.ts';
import { packVersions } from '../../src/store/pack-versions.ts';
import { unpackBody } from '../../src/store/packed-findings.ts';
import { pack } from '../../src/store/packing.ts';
import { read } from './desk.ts';
import { getJson, post, request, SKIPPED } from './service.ts';

const PROSE = 'A sentence that is there so that the text is long enough, with an unmistakable word. '.repeat(
  4,
);
const FLAWED = `${SKIPPED}\nSee [gone](#nowhere), [and gone](#nowhere-else).\n\n![](image.png)\n\n${PROSE}\n`;
const submit = async (file_path: string, content: string) =>
  (await (await post('/api/validate', { content, file_path })).json<{ id: string }>()).id;
const packAll = async (before = '9999') => {
  const db = openDatabase(env.DB);
  let after = 0;
  for (;;) {
    const step = await packVersions(db, { after, before, limit: 3 });
    if (step.isDone) return;
    after = step.after;
  }
};
const bodyOf = async (id: string) =>
  (await env.DB.prepare(
    'select hex(body) as body from packed_findings where place = (select rowid from validations where id = ?)',
  )
    .bind(id)
    .first<string>('body'))!;
const count = async (from: string, id: string) =>
  env.DB.prepare(`select count(*) as n from ${from}`).bind(id).first<number>('n');
const rowsOf = async (id: string) => ({
  issues: await count('issues where validation_id = ?', id),
  recommendations: await count('recommendations where validation_id = ?', id),
  packed: await count('packed_findings where place = (select rowid from validations where id = ?)', id),
  texts: await count('packed_texts where place = (select rowid from validations where id = ?)', id),
  // Empty while it is packed.
  length: await env.DB.prepare(
    'select length(content) as n from texts join validations on sha256 = content_sha256 where id = ?',
  )
    .bind(id)
    .first<number>('n'),
});
/** The types of the events of a validation that are in the log. */
const typesOf = async (id: string) => {
  const { results } = await getJson<EventPage>(`/api/events?topic=validation_${id}`);
  return results.map(({ type }) => type);
};
const text = async (path: string) => (await request(path)).text();
/** Everything that the service answers about the first version. */
async function answers() {
  const { position: _moves, ...detail } = await read(first);
  const reports = ['json', 'sarif', 'csv', 'html'].map((format) =>
    text(`/api/validations/${first}/report?format=${format}`),
  );
  const found = await getJson<Page<{ id: string }>>('/api/validations?q=unmistakable');
  const history = await getJson<EventPage>(`/api/validations/${first}/events`);
  const parts: EventPage[] = [];
  for (let after = 0, more = true; more;) {
    const part = await getJson<EventPage>(`/api/validations/${first}/events?limit=2&after=${after}`);
    parts.push(part);
    after = part.next_after;
    more = part.has_more;
  }
  expect(parts.flatMap(({ results }) => results)).toEqual(history.results);
  return {
    detail,
    reports: await Promise.all(reports),
    content: await text(`/api/validations/${first}/content`),
    history: history.results,
    comparison: await getJson<MainLineComparison>(`/api/validations/${second}/comparison`),
    list: await text('/api/validations/report?format=csv'),
    found: found.results.map(({ id }) => id),
  };
}

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
  const before = await answers();
  expect(before.detail.issues.length).toBeGreaterThan(3);
  await packAll('2000');
  expect(await rowsOf(first)).toMatchObject({ issues: before.detail.issues.length, packed: 0, texts: 0 });
  expect(before.history.length).toBeGreaterThan(3);
  expect(before.found).toContain(first);
  await packAll();
  expect(await rowsOf(first)).toEqual({ issues: 0, recommendations: 1, packed: 1, texts: 1, length: 0 });
  expect(await rowsOf(second)).toMatchObject({ packed: 0, texts: 0 });
  expect(await answers()).toEqual(before);
  const listed = await getJson<Page<Recommendation>>(`/api/recommendations?validation_id=${first}`);
  expect(listed.results.map(({ status }) => status)).toEqual(['rejected']);
  // Nothing is packed twice.
  await packAll();
  expect(await answers()).toEqual(before);
});

it('lets nobody resume from where the log is no longer whole', async () => {
  const { results } = await getJson<EventPage>(`/api/events?topic=validation_${first}`);
  expect(results.map(({ type }) => type)).toEqual([
    'validation_created',
    // What was decided stays.
    'recommendation_created',
    'recommendation_rejected',
  ]);
  const history = await getJson<EventPage>(`/api/validations/${first}/events`);
  const last = history.results.findLast(({ type }) => type === 'recommendation_created')!;
  const { oldest } = await readLog(openDatabase(env.DB), { after: 0, limit: 1 });
  expect(oldest).toBe(last.id + 1);
});

it('leaves in the log what a webhook has still to send', async () => {
  const id = await submit('late.md', FLAWED);
  const before = await typesOf(id);
  const { position } = await getJson<EventPage>('/api/events');
  await env.DB.prepare(
    `insert into webhooks (id, url, events, format, origin, state, created_by, created_at, reached)
      values ('late', 'https://hooks.example.com', '["recommendation_created"]', 'standard', 'https://galley.example', 'disabled', 'admin', '2026', ?)`,
  )
    .bind(position - 2)
    .run();
  await submit('late.md', `${FLAWED}\nMore.\n`);
  await packAll();
  expect(await rowsOf(id)).toMatchObject({ issues: 0, packed: 1 });
  expect(before.filter((type) => type === 'recommendation_created').length).toBe(3);
  // The two last ones were not sent yet.
  expect(await typesOf(id)).toEqual([
    'validation_created',
    'recommendation_created',
    'recommendation_created',
  ]);
  const history = await getJson<EventPage>(`/api/validations/${id}/events`);
  expect(history.results.map(({ type }) => type)).toEqual(before);
  await env.DB.prepare('delete from webhooks').run();
});

it('packs again what was packed without a dictionary', async () => {
  const before = await answers();
  const { issues, recommendations } = unpackBody(first, await bodyOf(first));
  const old = pack(JSON.stringify({ issues, recommendations }));
  const place = '(select rowid from validations where id = ?2)';
  await env.DB.batch([
    env.DB.prepare(`update packed_findings set body = unhex(?1) where place = ${place}`).bind(old, first),
  ]);
  const { history: _history, ...same } = before;
  expect(await answers()).toMatchObject(same);
  await packAll();
  expect(await bodyOf(first)).toMatch(/^06/);
  expect((await answers()).detail).toEqual(before.detail);
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
  // The text is there again, for both, and its words can be found.
  expect(await rowsOf(first)).toMatchObject({ packed: 1, length: FLAWED.length });
  for (const one of [first, results[0]!.id])
    expect(await text(`/api/validations/${one}/content`)).toBe(FLAWED);
  const found = await getJson<Page<{ id: string }>>('/api/validations?q=unmistakable');
  expect(found.results.map((one) => one.id)).toEqual(expect.arrayContaining([first, results[0]!.id]));
});

it('leaves alone what another result refers to, and goes with its version', async () => {
  const made = await submit('b.md', FLAWED);
  const again = await (await post(`/api/validations/${made}/revalidate`, {})).json<{ id: string }>();
  await submit('b.md', `${FLAWED}\nMore.\n`);
  await packAll();
  expect((await read(again.id)).issues).toEqual((await read(made)).issues);
  expect((await read(made)).issues.length).toBeGreaterThan(3);
  await env.DB.batch([env.DB.prepare('delete from validations where id = ?').bind(first)]);
  for (const table of ['packed_findings', 'packed_texts']) {
    const left = env.DB.prepare(
      `select count(*) as n from ${table} where place not in (select rowid from validations)`,
    );
    expect(await left.first('n'), table).toBe(0);
  }
});
