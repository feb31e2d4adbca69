/** Quality over time: rows are made by what they count, and agree with it. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import type { ServiceContext } from '../../src/services/context.ts';
import { decideRecommendation } from '../../src/services/decisions/decide.ts';
import { undoRecommendation } from '../../src/services/decisions/undo.ts';
import { qualityOverTime } from '../../src/services/documents/quality.ts';
import { validateDocument } from '../../src/services/documents/validate.ts';
import { MAX_QUALITY_FOLDERS } from '../../src/shared/limits.ts';
import type { QualityPage } from '../../src/shared/api/quality.ts';
import { openDatabase } from '../../src/store/database.ts';
import { instancesOf } from '../../src/workflows/instances.ts';
import { expectProblem, getJson, request, SKIPPED } from './service.ts';

let clock = new Date('2026-03-01T10:00:00.000Z');
const context: ServiceContext = {
  db: openDatabase(env.DB),
  principal: { actor: 'tester', role: 'admin', families: null },
  publish: () => undefined,
  later: () => undefined,
  runner: instancesOf(env),
  now: () => clock,
};
const at = (time: string) => {
  clock = new Date(time);
};
const submit = (filePath: string, content: string, family = 'default', ref?: string) =>
  validateDocument(
    context,
    { path: 'content', filePath, content },
    { family, ...(ref !== undefined && { version: { ref } }) },
  );
const YEAR = { from: '2026-01-01', to: '2026-12-31', limit: 366 };
const days = async (family: string, folder?: string) =>
  (await qualityOverTime(context, { ...YEAR, family, ...(folder !== undefined && { folder }) })).results;
/** So many documents, all with one outcome. */
const only = (outcome: 'pass' | 'warning' | 'fail', n: number) => ({
  total: n,
  pass: 0,
  warning: 0,
  fail: 0,
  failed: 0,
  [outcome]: n,
});
const ask = (query: string) => getJson<QualityPage>(`/api/quality?${query}`);
const CLEAN = '# A clean page\n\nNothing to find here.\n';

async function putFamily(family: string, more = ''): Promise<void> {
  const response = await request(`/api/families/${family}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/yaml' },
    body: `extends: default\n${more}`,
  });
  expect(response.ok).toBe(true);
}
/** A pack in which everything belongs to the docs team, and a folder to others too. */
const owners = (folder: string, others: string) =>
  `owners:
  - { paths: ['**'], owners: ['@docs'] }
  - { paths: ['${folder}/**'], owners: ['@docs', '${others}'] }
`;

beforeAll(async () => {
  for (const family of ['alpha', 'beta', 'gamma', 'delta']) await putFamily(family);
});

it('a day begins with its first change and ends with its last', async () => {
  const family = 'alpha';
  const first = await submit('guides/start/a.md', SKIPPED, family);
  await submit('guides/b.md', CLEAN, family);
  // What is in a ref is not in the main line.
  await submit('guides/start/a.md', SKIPPED, family, 'pull/1');
  const [recommendation] = first.recommendations;
  at('2026-03-03T22:00:00.000Z');
  await decideRecommendation(context, recommendation!.id, 'approve');
  at('2026-03-10T10:00:00.000Z');
  await submit('guides/start/a.md', CLEAN, family);

  const [one, two, three, ...more] = await days(family);
  expect(more).toEqual([]);
  const findings = first.issues.length;
  expect(one).toMatchObject({
    family,
    day: '2026-03-01',
    documents: { total: 2, pass: 1 },
    counts: first.counts,
    folders: [
      { folder: 'guides', findings, documents: 2 },
      { folder: 'guides/start', findings, documents: 1 },
    ],
    more_rules: 0,
    more_folders: 0,
    open: 1,
    decided: 0,
    median_days_to_decision: null,
  });
  expect(one?.rules).toContainEqual({ rule_id: first.issues[0]!.rule_id, findings, documents: 1 });
  expect(two).toMatchObject({
    day: '2026-03-03',
    counts: first.counts,
    open: 0,
    decided: 1,
    applied: 0,
    median_days_to_decision: 2.5,
  });
  expect(three).toMatchObject({
    day: '2026-03-10',
    documents: { total: 2, pass: 2 },
    counts: { error: 0, warning: 0, info: 0 },
    rules: [],
    folders: [],
    open: 0,
    decided: 0,
    applied: 1,
  });
});

it('a decision counts on its day until it is taken back, and its wait begins with the first version', async () => {
  const family = 'beta';
  at('2026-04-01T10:00:00.000Z');
  await submit('a.md', SKIPPED, family);
  at('2026-04-05T10:00:00.000Z');
  const newer = await submit('a.md', `${SKIPPED}\nMore.\n`, family);
  const { id } = newer.recommendations[0]!;
  await decideRecommendation(context, id, 'approve');
  at('2026-04-06T10:00:00.000Z');
  await decideRecommendation(context, id, 'reject');
  const decided = async () =>
    (await days(family)).map((one) => [one.day, one.decided, one.open, one.median_days_to_decision]);
  expect(await decided()).toEqual([
    ['2026-04-01', 0, 1, null],
    ['2026-04-05', 0, 0, null],
    ['2026-04-06', 1, 0, 5],
  ]);
  at('2026-04-07T10:00:00.000Z');
  await undoRecommendation(context, id);
  expect(await decided()).toEqual([
    ['2026-04-01', 0, 1, null],
    ['2026-04-05', 1, 0, 4],
    ['2026-04-06', 0, 0, null],
  ]);
  await decideRecommendation(context, id, 'reject');
  await decideRecommendation(context, id, 'reopen');
  expect(await decided()).toEqual([
    ['2026-04-01', 0, 1, null],
    ['2026-04-05', 0, 0, null],
    ['2026-04-06', 0, 0, null],
    ['2026-04-07', 0, 1, null],
  ]);
});

it('what comes late from the day before is in the newest row, and opens no day', async () => {
  const family = 'gamma';
  at('2026-05-02T00:00:00.010Z');
  await submit('a.md', CLEAN, family);
  at('2026-05-01T23:59:59.990Z');
  const late = await submit('b.md', SKIPPED, family);
  const rows = await days(family);
  expect(rows.at(-1)).toMatchObject({
    day: '2026-05-02',
    documents: { total: 2 },
    open: 1,
    counts: late.counts,
  });
});

it('has the rows of a folder: of the first one of a path, and of the first two', async () => {
  const family = 'delta';
  at('2026-07-01T10:00:00.000Z');
  const deep = await submit('guides/start/more/a.md', SKIPPED, family);
  await submit('guides/b.md', CLEAN, family);
  await submit('guides-of-others/c.md', SKIPPED, family);
  at('2026-07-03T10:00:00.000Z');
  await decideRecommendation(context, deep.recommendations[0]!.id, 'approve');
  at('2026-07-05T10:00:00.000Z');
  await submit('guides/start/more/a.md', CLEAN, family);
  at('2026-07-06T10:00:00.000Z');
  await submit('elsewhere.md', CLEAN, family);

  const { rule_id } = deep.issues[0]!;
  const rules = [{ rule_id, findings: deep.issues.length, documents: 1 }];
  const none = { error: 0, warning: 0, info: 0 };
  const first = { counts: deep.counts, rules, folders: [], more_folders: 0, open: 1, decided: 0, applied: 0 };
  const decided = { counts: deep.counts, rules, open: 0, decided: 1, median_days_to_decision: 2 };
  const clean = { counts: none, rules: [], open: 0, decided: 0, applied: 1 };
  expect(await days(family, 'guides/start')).toEqual([
    expect.objectContaining({ ...first, day: '2026-07-01', documents: only(deep.outcome!, 1) }),
    expect.objectContaining({ ...decided, day: '2026-07-03', documents: only(deep.outcome!, 1) }),
    expect.objectContaining({ ...clean, day: '2026-07-05', documents: only('pass', 1) }),
  ]);
  const guides = await days(family, 'guides');
  expect(guides.map(({ day, documents }) => [day, documents.total, documents.pass])).toEqual([
    ['2026-07-01', 2, 1],
    ['2026-07-03', 2, 1],
    ['2026-07-05', 2, 2],
  ]);
  expect(guides).toEqual([
    expect.objectContaining(first),
    expect.objectContaining(decided),
    expect.objectContaining(clean),
  ]);
  expect(await days(family, 'guides/none')).toEqual([]);

  expect(
    (await getJson<QualityPage>(`/api/quality?family=${family}&from=2026-07-05&to=2026-07-05&folder=guides/`))
      .results,
  ).toEqual([guides.at(-1)]);
  await expectProblem(await request('/api/quality?folder=guides/start/more'), 422);
  await expectProblem(await request('/api/quality?folder=/'), 422);
});

it('counts what versions of a day add and resolve, once each', async () => {
  const family = 'compared';
  await putFamily(family, owners('api', '@api/team'));
  const changes = async (more: { folder?: string; owner?: string } = {}) => {
    const { results } = await qualityOverTime(context, { ...YEAR, family, ...more });
    return results.map(({ day, compared }) => [
      day.slice(5),
      compared.new.warning,
      compared.resolved.warning,
      compared.new.error + compared.new.info + compared.resolved.error + compared.resolved.info,
    ]);
  };
  at('2026-09-01T10:00:00.000Z');
  // The first of the main line has nothing to be compared with; the next ones are new to it.
  await submit('start.md', SKIPPED, family);
  await submit('api/a.md', SKIPPED, family);
  await submit('api/v1/b.md', CLEAN, family);
  // A pull request adds nothing to the main line.
  await submit('api/v1/b.md', SKIPPED, family, 'pull/1');
  expect(await changes()).toEqual([['09-01', 1, 0, 0]]);
  at('2026-09-02T10:00:00.000Z');
  await submit('api/v1/b.md', SKIPPED, family);
  // The same text again keeps its comparison, which counted before.
  await submit('api/v1/b.md', SKIPPED, family);
  await putFamily(family, `rules: { images/missing-alt: off }\n${owners('api', '@api/team')}`);
  await submit('api/v1/b.md', SKIPPED, family);
  at('2026-09-03T10:00:00.000Z');
  await submit('api/a.md', CLEAN, family);
  await submit('api/v1/b.md', `${SKIPPED}\nMore text.\n`, family);
  await submit('api/v1/b.md', CLEAN, family);
  // Gone and back: it is new to the main line again.
  await env.DB.prepare(`update documents set removed_at = ? where file_path = 'start.md' and family = ?`)
    .bind(clock.toISOString(), family)
    .run();
  at('2026-09-04T10:00:00.000Z');
  await submit('start.md', SKIPPED, family);
  const all = [
    ['09-01', 1, 0, 0],
    ['09-02', 1, 0, 0],
    ['09-03', 0, 2, 0],
  ];
  expect(await changes()).toEqual([...all, ['09-04', 1, 0, 0]]);
  expect(await changes({ folder: 'api' })).toEqual(all);
  expect(await changes({ owner: '@api/team' })).toEqual(all);
  expect(await changes({ folder: 'api/v1' })).toEqual([
    ['09-01', 0, 0, 0],
    ['09-02', 1, 0, 0],
    ['09-03', 0, 1, 0],
  ]);
});

it('lists the folders with most findings, and says how many more there are', async () => {
  const family = 'default';
  at('2026-06-01T10:00:00.000Z');
  const many = MAX_QUALITY_FOLDERS + 5;
  for (let n = 0; n < many; n += 1) await submit(`folder-${n}/a.md`, SKIPPED, family);
  const [now] = await days(family);
  expect(now).toMatchObject({ more_folders: 5, rules: [{ documents: many }] });
  expect(now?.folders).toHaveLength(MAX_QUALITY_FOLDERS);
  at('2026-06-02T10:00:00.000Z');
  await submit('folder-0/a.md', CLEAN, family);
  const [then, today] = await days(family);
  expect(then).toEqual(now);
  expect(today).toMatchObject({ more_folders: 4, rules: [{ documents: many - 1 }] });
});

it('has the rows of an owner, who may change', async () => {
  const family = 'owned';
  const of = async (owner: string) => {
    const { results } = await qualityOverTime(context, { ...YEAR, family, owner });
    return results.map((one) => [
      one.day.slice(5),
      one.documents.total,
      one.counts.warning,
      one.rules.map(({ documents }) => documents),
      one.open,
      one.decided,
      one.applied,
    ]);
  };
  await putFamily(family, owners('api', '@api/team'));
  at('2026-08-01T10:00:00.000Z');
  const made = await submit('api/a.md', SKIPPED, family);
  await submit('b.md', SKIPPED, family);
  expect(made.counts.warning).toBe(1);
  at('2026-08-02T10:00:00.000Z');
  const { id } = made.recommendations[0]!;
  await decideRecommendation(context, id, 'approve');
  expect(await of('@docs')).toEqual([
    ['08-01', 2, 2, [2], 2, 0, 0],
    ['08-02', 2, 2, [2], 1, 1, 0],
  ]);
  const theirs = [
    ['08-01', 1, 1, [1], 1, 0, 0],
    ['08-02', 1, 1, [1], 0, 1, 0],
  ];
  expect(await of('@api/team')).toEqual(theirs);

  // Both documents belong to others with their next version, one of which is clean.
  await putFamily(family, owners('.', '@new'));
  at('2026-08-04T10:00:00.000Z');
  await submit('api/a.md', CLEAN, family);
  await submit('b.md', `${SKIPPED}\nMore.\n`, family);
  expect(await of('@api/team')).toEqual([...theirs, ['08-04', 0, 0, [], 0, 0, 1]]);
  expect(await of('@docs')).toEqual([
    ['08-01', 2, 2, [2], 2, 0, 0],
    ['08-02', 2, 2, [2], 1, 1, 0],
    ['08-04', 2, 1, [1], 1, 0, 1],
  ]);
  // The family has the sum of what all own here.
  expect((await days(family)).at(-1)).toMatchObject({ documents: { total: 2, pass: 1 }, open: 1 });
  expect((await ask(`family=${family}&owner=@docs&from=2026-08-04&to=2026-08-04`)).results).toHaveLength(1);
  expect(await of('@nobody')).toEqual([]);
  await expectProblem(await request(`/api/quality?owner=@docs&folder=api`), 422);
});

it('answers by pages, from the day that holds when the range begins', async () => {
  const all = await ask('from=2026-01-01&to=2026-12-31');
  expect(all.total).toBe(all.results.length);
  const first = await ask('from=2026-01-01&to=2026-12-31&limit=3');
  const rest = await ask(`from=2026-01-01&to=2026-12-31&cursor=${encodeURIComponent(first.next_cursor!)}`);
  expect([...first.results, ...rest.results]).toEqual(all.results);
  const words = await ask('family=alpha&from=2026-03-05&to=2026-03-31');
  expect(words.results.map(({ day }) => day)).toEqual(['2026-03-03', '2026-03-10']);
  for (const bad of ['from=2026-02-01&to=2026-01-01', 'from=2025-01-01&to=2026-12-31', 'from=yesterday']) {
    await expectProblem(await request(`/api/quality?${bad}`), 422);
  }
  await expectProblem(await request('/api/quality?cursor=elsewhere'), 422);
});
