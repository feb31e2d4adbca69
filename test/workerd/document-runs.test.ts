import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { DocumentDetail, DocumentPage } from '../../src/shared/api/documents.ts';
import type { RunDocumentPage, RunRequest } from '../../src/shared/api/runs.ts';
import { create, reach, validationsOf } from './runs.ts';
import { CLEAN, getJson, post, readLog, SKIPPED } from './service.ts';

const document = (path: string, more = '') =>
  getJson<DocumentDetail>(`/api/documents/one?family=cells&file_path=${path}${more}`);
const removed = () => getJson<DocumentPage>('/api/documents?family=cells&removed=true');

async function run(contents: Record<string, string>, more: Partial<RunRequest> = {}): Promise<string> {
  const documents = Object.entries(contents).map(([file_path, content]) => ({ file_path, content }));
  const { id } = await create({ family: 'cells', documents, ...more });
  await reach(id, 'completed');
  return id;
}

it('a complete run removes what it does not have, and a later version brings it back', async () => {
  await run({ 'a.md': SKIPPED, 'b.md': SKIPPED, 'c.md': CLEAN });
  await run({ 'b.md': CLEAN, 'x.md': CLEAN }, { ref: 'pull/1', commit: 'abc', complete: true });
  expect((await removed()).results).toEqual([]);
  const before = await document('a.md');
  const id = await run({ 'b.md': SKIPPED }, { complete: true });
  expect((await removed()).results.map(({ file_path }) => file_path)).toEqual(['a.md', 'c.md']);
  const gone = await document('a.md');
  expect(gone.document).toMatchObject({ validation_id: before.validation.id, open: 0 });
  expect(gone.document.removed_at).toBeDefined();
  expect(gone.recommendations.map(({ status }) => status)).toEqual(
    before.recommendations.map(() => 'superseded'),
  );
  const events = (await readLog(0, id)).filter(({ type }) => type === 'document_removed');
  expect(events).toEqual([
    expect.objectContaining({
      family: 'cells',
      file_path: 'a.md',
      workflow_id: id,
      superseded: before.document.open,
    }),
    expect.objectContaining({ file_path: 'c.md', workflow_id: id, superseded: expect.any(Number) }),
  ]);
  expect(before.document.open).toBeGreaterThan(0);
  const answer = await post(`/api/recommendations/${before.recommendations[0]!.id}/approve`, {});
  expect(answer.status).toBe(409);

  await run({ 'a.md': SKIPPED });
  const back = await document('a.md');
  expect(back.document.removed_at).toBeUndefined();
  expect(back.document.open).toBe(before.document.open);
  expect((await document('x.md', '&ref=pull/1')).validation).toMatchObject({ ref: 'pull/1', commit: 'abc' });
});

it('a document that has not changed goes on with its version, and is not told of', async () => {
  const first = await document('b.md');
  const again = await run({ 'b.md': SKIPPED });
  const second = await document('b.md');
  const { validated_at, ...rest } = second.document;
  expect({ ...rest, validated_at: first.document.validated_at }).toEqual(first.document);
  expect(validated_at > first.document.validated_at).toBe(true);
  expect(second.validation).toEqual(first.validation);
  expect(second.recommendations).toEqual(first.recommendations);
  expect(second.history).toEqual(first.history);
  expect((await readLog(0, again)).every(({ type }) => type.startsWith('workflow_'))).toBe(true);
  expect(await validationsOf(again)).toEqual([second.validation]);
});

it('a document of a ref is compared anew when the main line has changed', async () => {
  const ref = 'pull/3';
  await run({ 'main.md': CLEAN });
  await run({ 'main.md': SKIPPED }, { ref });
  const first = await document('main.md', '&ref=pull/3');
  await run({ 'main.md': SKIPPED }, { ref });
  expect((await document('main.md', '&ref=pull/3')).validation.id).toBe(first.validation.id);
  await run({ 'main.md': SKIPPED });
  const id = await run({ 'main.md': SKIPPED }, { ref });
  const second = await document('main.md', '&ref=pull/3');
  expect(second.validation).toMatchObject({ workflow_id: id, reused_from: expect.any(String) });
  expect(first.document.compared!.new).not.toEqual(second.document.compared!.new);
  expect(second.document.compared!.new).toEqual({ error: 0, warning: 0, info: 0 });
});

it('what has not changed is the result of no run any more when it is deleted', async () => {
  await run({ 'deleted.md': SKIPPED });
  const id = await run({ 'deleted.md': SKIPPED });
  const { validation } = await document('deleted.md');
  await env.DB.batch([
    env.DB.prepare('delete from documents where validation_id = ?').bind(validation.id),
    env.DB.prepare('update workflow_documents set validation_id = null where validation_id = ?').bind(
      validation.id,
    ),
    env.DB.prepare('delete from validations where id = ?').bind(validation.id),
  ]);
  const listed = await getJson<RunDocumentPage>(`/api/workflows/${id}/documents`);
  expect(listed.results).toEqual([{ file_path: 'deleted.md', content_sha256: null, state: 'done' }]);
  expect(await validationsOf(id)).toEqual([]);
});

it('nothing is decided, reopened or undone in a document that is not there any more', async () => {
  await run({ 'gone.md': SKIPPED, 'stays.md': CLEAN }, { ref: 'pull/2', complete: true });
  const [one] = (await document('gone.md', '&ref=pull/2')).recommendations;
  const decide = async (action: string) => {
    const answer = await post(`/api/recommendations/${one!.id}/${action}`, {});
    return [answer.status, (await answer.json<{ state?: string }>()).state];
  };
  expect(await decide('reject')).toEqual([200, undefined]);
  await run({ 'stays.md': CLEAN }, { ref: 'pull/2', complete: true });
  for (const action of ['undo', 'reopen', 'approve']) expect(await decide(action)).toEqual([409, 'rejected']);
  const byRule = { action: 'reopen', rule_id: one!.rule_id, family: 'cells' };
  expect(await (await post('/api/recommendations/bulk', byRule)).json()).toMatchObject({
    results: [],
    remaining: 0,
  });
  expect((await document('gone.md', '&ref=pull/2')).document.open).toBe(0);
});
