import { expect, it } from 'vitest';
import type { DocumentDetail, DocumentPage } from '../../src/shared/api/documents.ts';
import type { RunRequest } from '../../src/shared/api/runs.ts';
import { read as readValidation } from './desk.ts';
import { create, reach } from './runs.ts';
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

it('a text that has not changed goes on with its recommendations', async () => {
  const first = await document('b.md');
  const again = await run({ 'b.md': SKIPPED });
  const second = await document('b.md');
  expect(second.validation).toMatchObject({ workflow_id: again, reused_from: expect.any(String) });
  expect(second.document.open).toBe(first.document.open);
  expect(second.recommendations.map(({ id }) => id)).toEqual(first.recommendations.map(({ id }) => id));
  const created = (await readLog(0, again)).find(({ type }) => type === 'validation_created');
  expect(created).toMatchObject({ supersedes: first.validation.id, superseded: 0 });
  expect((await readValidation(first.validation.id)).validation.superseded_by).toBe(second.validation.id);
  const { total } = await getJson<DocumentPage>(
    `/api/recommendations?validation_id=${second.validation.id}&status=proposed`,
  );
  expect(total).toBe(first.document.open);
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
