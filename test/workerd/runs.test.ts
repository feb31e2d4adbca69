import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runStep } from '../../src/services/runs/run-step.ts';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { Page } from '../../src/shared/api/fields.ts';
import { REPORT_FORMATS } from '../../src/shared/api/reports.ts';
import type { RunDocumentPage, RunDetail } from '../../src/shared/api/runs.ts';
import type { ValidationDetail } from '../../src/shared/api/validations.ts';
import {
  MAX_DOCUMENTS_PER_CHUNK,
  MAX_ISSUES_PER_DOCUMENT,
  MAX_WORKFLOW_DOCUMENTS,
} from '../../src/shared/limits.ts';
import type { Issue, RecommendationListItem, Validation, Run } from '../../src/shared/things.ts';
import { openDatabase } from '../../src/store/database.ts';
import { listen } from './listener.ts';
import {
  add,
  control,
  create,
  documents,
  milestonesOf,
  reach,
  read,
  run,
  storyOf,
  summarize,
  validationsOf,
} from './runs.ts';
import { CLEAN, getJson, head, post, readLog, request, SKIPPED } from './service.ts';

const list = (query: string) => getJson<Page<Run>>(`/api/workflows?${query}`);
const isAboutLinks = ({ rule_id }: Pick<Issue, 'rule_id'>) => rule_id.startsWith('links/');
const unread = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ file_path: `${n}.md`, problem: 'is not UTF-8' }));

const NDJSON = 'application/x-ndjson';
const bodyOf = (path: string, more: string) => `{"documents":[{"file_path":${path},${more}}]}`;

describe('a run with its documents', () => {
  it('starts at once, and each document comes to one validation', async () => {
    const before = await head();
    const created = await create({ name: 'Docs', family: 'cells', documents: documents(30) });
    expect(created).toMatchObject({
      workflow_id: created.id,
      type: 'batch_validation',
      name: 'Docs',
      family: 'cells',
    });
    const finished = await reach(created.id, 'completed');
    expect(finished).toMatchObject({ total: 30, done: 30, failed: 0, reused: 0, created_by: 'local' });

    const validations = await validationsOf(created.id);
    expect(validations.map(({ file_path }) => file_path).toSorted()).toEqual(
      documents(30)
        .map(({ file_path }) => file_path)
        .toSorted(),
    );
    const counts = { error: 0, warning: 0, info: 0 };
    for (const one of validations)
      for (const level of ['error', 'warning', 'info'] as const) counts[level] += one.counts[level];
    expect(finished.counts).toEqual(counts);
    expect(counts.warning).toBeGreaterThan(0);

    const log = (await readLog(before)).filter(({ workflow_id }) => workflow_id === created.id);
    expect(await readLog(before, created.id)).toEqual(log);
    expect(log[0]).toMatchObject({
      type: 'workflow_created',
      state: 'pending',
      total: 30,
      done: 0,
      family: 'cells',
    });
    expect(log[1]).toMatchObject({ type: 'workflow_started', state: 'running', total: 30 });
    expect(log.at(-1)).toMatchObject({ type: 'workflow_completed', state: 'completed', done: 30, counts });
    const told = log
      .filter(({ type }) => type === 'validation_created')
      .map(({ validation_id }) => validation_id);
    expect(new Set<string | undefined>(told)).toEqual(new Set(validations.map(({ id }) => id)));
    expect(told).toHaveLength(30);
    const progress = (await storyOf(created.id)).filter(({ type }) => type === 'workflow_progress');
    expect(progress.at(-1)).toMatchObject({ done: 30, total: 30 });
    const done = progress.map((one) => one.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  it('is heard on its topic, by who listens to nothing else', async () => {
    const { id } = await create();
    const listener = await listen(`/ws/${id}`);
    await add(id, documents(12, 'heard'));
    await control(id, 'start');
    await reach(id, 'completed');
    const log = (await readLog(0, id)).filter(({ type }) => type !== 'workflow_created');
    await listener.expectUpTo(log.at(-1)!.id);
    expect(listener.events()).toEqual(log);
    // What is decided later of its validations is heard there too.
    const [recommendation] = (
      await getJson<Page<RecommendationListItem>>(
        `/api/recommendations?validation_id=${(await validationsOf(id)).find(({ counts }) => counts.warning > 0)!.id}`,
      )
    ).results;
    await post(`/api/recommendations/${recommendation!.id}/approve`, {});
    await listener.expectUpTo(await head());
    expect(listener.events().at(-1)).toMatchObject({ type: 'recommendation_approved', workflow_id: id });
    listener.close();
    const history = await getJson<EventPage>(`/api/workflows/${id}/events`);
    expect(history.results.every(({ type }) => type.startsWith('workflow_'))).toBe(true);
    expect(history.results.at(-1)).toMatchObject({ type: 'workflow_completed' });
  });
});

describe('documents', () => {
  it('come in parts, as JSON or a line each, and never twice', async () => {
    const { id } = await create({ name: 'parts' });
    expect(await read(id)).toMatchObject({ state: 'pending', total: 0 });
    const some = documents(5, 'parts');
    expect(await add(id, some)).toMatchObject({
      added: 5,
      unchanged: 0,
      replaced: 0,
      refused: [],
      workflow: { total: 5 },
    });
    const position = await head();
    expect(await add(id, some)).toMatchObject({
      added: 0,
      unchanged: 5,
      replaced: 0,
      workflow: { total: 5 },
    });
    expect(await head()).toBe(position);
    const changed = { file_path: 'parts/0.md', content: CLEAN };
    expect(await add(id, [changed, ...some.slice(1)])).toMatchObject({ added: 0, unchanged: 4, replaced: 1 });
    const lines = documents(3, 'lines').map((one) => JSON.stringify(one));
    const response = await request(`/api/workflows/${id}/documents`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n\n`,
    });
    expect(await response.json()).toMatchObject({ added: 3, workflow: { total: 8 } });
    await control(id, 'start');
    expect(await reach(id, 'completed')).toMatchObject({ total: 8, done: 8 });
    const contents = await getJson<Page<Validation>>(`/api/validations?workflow_id=${id}&file_path=parts/0`);
    expect(await (await request(`/api/validations/${contents.results[0]!.id}/content`)).text()).toBe(CLEAN);
  });

  it('of one path in one request: the last counts', async () => {
    const { id } = await create();
    const twice = [
      { file_path: 'same.md', content: SKIPPED },
      { file_path: 'same.md', content: CLEAN },
    ];
    expect(await add(id, twice)).toMatchObject({ added: 1, workflow: { total: 1 } });
  });

  it('that are bad harm no others, and are named', async () => {
    const { id } = await create({ name: 'bad' });
    const answer = await add(id, [
      ...documents(2, 'good'),
      { file_path: 'bad/large.md', content: 'ä'.repeat(500_001) },
      { file_path: 'bad/number.md', content: 5 as unknown as string },
      { file_path: 'bad/unread.md', problem: 'is not UTF-8' },
    ]);
    expect(answer).toMatchObject({ added: 5, workflow: { total: 5, done: 3, failed: 3 } });
    expect(answer.refused).toEqual([
      { file_path: 'bad/large.md', message: 'is 1000002 bytes of UTF-8; a document has at most 1000000' },
      { file_path: 'bad/number.md', message: 'must be a string: the Markdown text' },
      { file_path: 'bad/unread.md', message: 'is not UTF-8' },
    ]);
    const failed = await getJson<RunDocumentPage>(`/api/workflows/${id}/documents?state=failed`);
    expect(failed.results.map(({ file_path, error }) => ({ file_path, message: error }))).toEqual(
      answer.refused,
    );
    // Mended, it is as any other.
    await add(id, [{ file_path: 'bad/large.md', content: CLEAN }]);
    await control(id, 'start');
    expect(await reach(id, 'completed')).toMatchObject({ total: 5, done: 5, failed: 2 });
  });

  it('are listed in their order, page by page', async () => {
    const { id } = await create();
    await add(id, documents(12, 'pages'));
    const paths: string[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: RunDocumentPage = await getJson<RunDocumentPage>(
        `/api/workflows/${id}/documents?limit=5&cursor=${cursor}`,
      );
      expect(page.total).toBe(12);
      paths.push(...page.results.map(({ file_path }) => file_path));
      cursor = page.next_cursor;
    }
    expect(paths).toEqual(documents(12, 'pages').map(({ file_path }) => file_path));
  });

  it.each([
    [
      'a line that is no JSON',
      NDJSON,
      '{"file_path":"a.md","content":"a"}\n\n{"file_path',
      400,
      'Line 3 is not JSON',
    ],
    [
      'a line without a path',
      NDJSON,
      '{"file_path":"a.md","content":"a"}\n\n{"content":"a"}',
      422,
      '"line 3.file_path"',
    ],
    ['a line that is no object', NDJSON, '5', 422, '"line 1"'],
    ['no line', NDJSON, '\n', 422, 'at least one'],
    ['no documents', 'application/json', '{"documents":[]}', 422, '"documents"'],
    [
      'a path with a line break',
      'application/json',
      bodyOf('"a\\nb"', '"content":"a"'),
      422,
      'documents.0.file_path',
    ],
    [
      'a document with nothing',
      'application/json',
      '{"documents":[{"file_path":"a"}]}',
      422,
      'either a content or a problem',
    ],
    [
      'one with a text and a problem',
      'application/json',
      bodyOf('"a"', '"content":"a","problem":"b"'),
      422,
      'documents.0',
    ],
    [
      'a problem that is no text',
      'application/json',
      bodyOf('"a"', '"problem":"\\ud800"'),
      422,
      'documents.0.problem',
    ],
    ['another media type', 'text/plain', 'a', 415, 'application/x-ndjson'],
  ])('refuses %s, and keeps nothing of the request', async (_what, type, body, status, detail) => {
    const { id } = await create();
    const response = await request(`/api/workflows/${id}/documents`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain(detail);
    expect(await read(id)).toMatchObject({ total: 0 });
  });

  it('are at most so many in a request', async () => {
    const { id } = await create();
    const refused = await post(`/api/workflows/${id}/documents`, {
      documents: unread(MAX_DOCUMENTS_PER_CHUNK + 1),
    });
    expect(refused.status).toBe(422);
    expect(await add(id, unread(MAX_DOCUMENTS_PER_CHUNK))).toMatchObject({ added: MAX_DOCUMENTS_PER_CHUNK });
  });

  it('are at most so many in a run, also when they come at the same time', async () => {
    const { id } = await create();
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?2)
       insert into workflow_documents select ?1, 'there/' || i, null, 'failed', 'x', null from n`,
    )
      .bind(id, MAX_WORKFLOW_DOCUMENTS - 1)
      .run();
    const answers = await Promise.all(
      ['one.md', 'two.md'].map((file_path) =>
        post(`/api/workflows/${id}/documents`, { documents: [{ file_path, content: CLEAN }] }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 422]);
    expect(await read(id)).toMatchObject({ total: MAX_WORKFLOW_DOCUMENTS });
  });

  it('that are more than a parameter of the database takes are kept all the same', async () => {
    const { id } = await create();
    // As JSON twice as long: one is too much for a parameter alone, the others for one together.
    const quoted = ['900000', '500000', '500000', '10'].map((length, n) => ({
      file_path: `${n}.md`,
      content: `${n}${'"'.repeat(Number(length))}`,
    }));
    for (const one of quoted) await add(id, [one]);
    expect(await add(id, quoted.slice(1))).toMatchObject({ added: 0, unchanged: 3, workflow: { total: 4 } });
    const changed = quoted.slice(1).map(({ file_path, content }) => ({ file_path, content: `x${content}` }));
    expect(await add(id, changed)).toMatchObject({ replaced: 3 });
    await control(id, 'start');
    expect(await reach(id, 'completed')).toMatchObject({ total: 4, done: 4, failed: 0 });
    const [first] = (await validationsOf(id)).filter(({ file_path }) => file_path === '2.md');
    const text = await (await request(`/api/validations/${first!.id}/content`)).text();
    expect(text).toBe(changed[1]!.content);
  });
});

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

describe('what is known already', () => {
  it('is not validated again: the same run twice reuses everything, and proposes nothing anew', async () => {
    const name = 'nightly';
    const first = await run({ name, documents: documents(20, 'nightly') });
    const before = await head();
    const second = await run({ name, documents: documents(20, 'nightly') });
    expect(second).toMatchObject({ total: 20, done: 20, reused: 20, counts: first.counts });
    expect((await readLog(before)).filter(({ type }) => type === 'recommendation_created')).toEqual([]);
    const earlier = new Map((await validationsOf(first.id)).map((one) => [one.file_path, one]));
    for (const one of await validationsOf(second.id)) {
      expect(one.reused_from).toBe(earlier.get(one.file_path)!.id);
      expect(one.counts).toEqual(earlier.get(one.file_path)!.counts);
    }
    const withFinding = (await validationsOf(second.id)).find(({ counts }) => counts.warning > 0)!;
    const detail = await getJson<ValidationDetail>(`/api/validations/${withFinding.id}`);
    expect(detail.issues).toHaveLength(1);
    const third = await run({ name, documents: documents(20, 'nightly') });
    // Whoever was reused is not what is referred to: chains don't grow.
    for (const one of await validationsOf(third.id))
      expect(one.reused_from).toBe(earlier.get(one.file_path)!.id);
    expect((await summarize(third.id)).changes).toMatchObject({
      since: { id: second.id },
      new: 0,
      resolved: 0,
      persisting: 4,
    });
  });

  it('is validated again when what it links to has changed', async () => {
    const linking = { file_path: 'guide/a.md', content: '# A\n\nSee [b](b.md#section).\n' };
    const there = { file_path: 'guide/b.md', content: '# B\n\n## Section\n\nText.\n' };
    const gone = { file_path: 'guide/b.md', content: '# B\n\n## Another\n\nText.\n' };
    const name = 'links';
    // The one that is linked to comes last: it is known all the same.
    const first = await run({ name, documents: [linking, there] });
    expect((await summarize(first.id)).rules.some(isAboutLinks)).toBe(false);
    const second = await run({ name, documents: [linking, gone] });
    expect(second).toMatchObject({ reused: 0 });
    const { rules, changes, worst_files } = await summarize(second.id);
    expect(rules.some(isAboutLinks)).toBe(true);
    expect(worst_files[0]).toMatchObject({ file_path: 'guide/a.md' });
    expect(changes).toMatchObject({
      since: { id: first.id },
      new: 1,
      resolved: 0,
      added_files: 0,
      removed_files: 0,
    });
    expect(changes!.new_issues).toMatchObject([{ file_path: 'guide/a.md' }]);
    const third = await run({ name, documents: [linking, there] });
    expect((await summarize(third.id)).changes).toMatchObject({
      since: { id: second.id },
      new: 0,
      resolved: 1,
    });
    expect((await summarize(third.id)).changes!.resolved_issues).toMatchObject([{ file_path: 'guide/a.md' }]);
  });
});

it('what has changed is said of a whole run, and counts what can be listed', async () => {
  const name = 'whole';
  const many = `# A\n\n${'Text \n'.repeat(3_000)}`;
  await run({ name, documents: [{ file_path: 'a.md', content: CLEAN }] });
  const { id, counts } = await run({ name, documents: [{ file_path: 'a.md', content: many }] });
  expect(counts.info + counts.warning).toBeGreaterThan(MAX_ISSUES_PER_DOCUMENT);
  const { changes } = await summarize(id);
  expect(changes).toMatchObject({ resolved: 0, persisting: 0 });
  expect(changes!.new).toBeGreaterThan(MAX_ISSUES_PER_DOCUMENT / 2);
  const cut = await create({ name });
  await add(cut.id, documents(2, 'cut'));
  await control(cut.id, 'cancel');
  expect((await summarize(cut.id)).changes).toBeNull();
});

it('runs at the same time do not mix', async () => {
  const [one, two] = await Promise.all([
    create({ name: 'one', documents: documents(40, 'one') }),
    create({ name: 'two', family: 'words', documents: documents(40, 'two') }),
  ]);
  for (const { id, name, family } of [one, two]) {
    expect(await reach(id, 'completed')).toMatchObject({ total: 40, done: 40, failed: 0 });
    const validations = await validationsOf(id);
    expect(validations).toHaveLength(40);
    for (const validation of validations) {
      expect(validation).toMatchObject({ workflow_id: id, family });
      expect(validation.file_path.startsWith(`${name}/`)).toBe(true);
    }
  }
});

it('the list has what its filters let through, newest first', async () => {
  const named = [];
  for (let n = 0; n < 5; n += 1) named.push((await create({ name: 'listed', family: 'slides' })).id);
  await control(named[0]!, 'cancel');
  expect((await list('name=listed')).results.map(({ id }) => id)).toEqual(named.toReversed());
  expect((await list('name=listed&state=cancelled')).results.map(({ id }) => id)).toEqual([named[0]]);
  expect((await list('name=listed&family=words')).results).toEqual([]);
  const page = await list('family=slides&limit=3');
  expect(page).toMatchObject({ total: 5, next_cursor: named[2] });
  expect(
    (await list(`family=slides&limit=3&cursor=${page.next_cursor}`)).results.map(({ id }) => id),
  ).toEqual([named[1], named[0]]);
  expect((await request(`/api/workflows?cursor=${crypto.randomUUID()}`)).status).toBe(422);
  expect((await request('/api/workflows?state=gone')).status).toBe(422);
});

it('reports tell of the run as a whole, in every format', async () => {
  const name = 'reported';
  await run({ name, documents: documents(6, 'reported') });
  const changed = documents(6, 'reported').map((one, n) => (n === 1 ? { ...one, content: SKIPPED } : one));
  const { id } = await run({
    name,
    documents: [...changed, { file_path: 'unread.md', problem: 'is not UTF-8' }],
  });
  const newRule = (await summarize(id)).changes!.new_issues[0]!;
  expect(newRule).toMatchObject({ file_path: 'reported/1.md' });
  for (const format of REPORT_FORMATS) {
    const response = await request(`/api/workflows/${id}/report?format=${format}`);
    expect(response.status, format).toBe(200);
    const text = await response.text();
    for (const word of ['reported/1.md', 'unread.md', newRule.rule_id]) expect(text, format).toContain(word);
    expect(text, format).toMatch(/new/i);
  }
});

it.each([
  [{ type: 'spring_cleaning' }, 'type'],
  [{ type: 'batch_validation', name: '' }, 'name'],
  [{ type: 'batch_validation', family: 'no-such-family' }, 'family'],
  [{ type: 'batch_validation', validation_types: ['taste'] }, 'validation_types'],
  [{ type: 'batch_validation', documents: [{ file_path: 'a.md' }] }, 'documents'],
  [{ type: 'batch_validation', speed: 9 }, 'speed'],
])('refuses %j, and makes nothing', async (body, path) => {
  const position = await head();
  const response = await post('/api/workflows', body);
  expect(response.status).toBe(422);
  expect(JSON.stringify(await response.json())).toContain(path);
  expect(await head()).toBe(position);
});
