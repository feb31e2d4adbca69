import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type { RunDocumentPage } from '../../src/shared/api/runs.ts';
import { MAX_DOCUMENTS_PER_CHUNK, MAX_WORKFLOW_DOCUMENTS } from '../../src/shared/limits.ts';
import type { Validation } from '../../src/shared/things.ts';
import { add, control, create, documents, reach, read, validationsOf } from './runs.ts';
import { CLEAN, expectProblem, getJson, head, post, request, SKIPPED } from './service.ts';

const unread = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ file_path: `${n}.md`, problem: 'is not UTF-8' }));

const NDJSON = 'application/x-ndjson';
const bodyOf = (path: string, more: string) => `{"documents":[{"file_path":${path},${more}}]}`;

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
    // Once corrected, it is like any other.
    await add(id, [{ file_path: 'bad/large.md', content: CLEAN }]);
    await control(id, 'start');
    expect(await reach(id, 'completed')).toMatchObject({ total: 5, done: 5, failed: 2 });
  });

  it('are listed by their paths, page by page', async () => {
    const { id } = await create();
    const sent = documents(12, 'pages');
    await add(id, sent.toReversed());
    const paths: string[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page: RunDocumentPage = await getJson<RunDocumentPage>(
        `/api/workflows/${id}/documents?limit=5&cursor=${cursor}`,
      );
      expect(page.total).toBe(12);
      paths.push(...page.results.map(({ file_path }) => file_path));
      cursor = page.next_cursor;
    }
    expect(paths).toEqual(sent.map(({ file_path }) => file_path).toSorted());
  });

  it('are not listed from a cursor of another run', async () => {
    const other = await create();
    await add(other.id, documents(3, 'other'));
    const { next_cursor } = await getJson<RunDocumentPage>(`/api/workflows/${other.id}/documents?limit=1`);
    const { id } = await create();
    await expectProblem(await request(`/api/workflows/${id}/documents?cursor=${next_cursor}`), 422);
    await expectProblem(await request(`/api/workflows/none/documents?cursor=${next_cursor}`), 404);
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
       insert into workflow_documents select ?1, 'there/' || i, null, 'failed', 'x', null, null from n`,
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
    // As JSON they are twice as long: the first exceeds a parameter on its own, the others exceed one together.
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
