import { expect, it } from 'vitest';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { run } from './runs.ts';
import { CLEAN, getJson, post, readLog, SKIPPED } from './service.ts';

const stats = () => getJson<Stats>('/api/stats');
const BROKEN = '---\ntitle: one\ntitle: two\n---\n\n# Title\n\n[gone](#nowhere)\n';
const push = (tree: Record<string, string>, more: object = {}) =>
  run({
    complete: true,
    documents: Object.entries(tree).map(([file_path, content]) => ({ file_path, content })),
    ...more,
  });

/** Counts the documents of the main line by their outcome, from the log alone. */
function countFrom(log: readonly LiveEvent[]): Record<string, number> {
  const counts: Record<string, number> = { pass: 0, warning: 0, fail: 0 };
  for (const event of log) {
    const isDocument = event.type === 'validation_created' || event.type === 'document_removed';
    if (!isDocument || event.ref !== undefined || event.file_path === 'untitled.md') continue;
    if (event.before?.outcome) counts[event.before.outcome]! -= 1;
    if (event.type === 'validation_created' && event.outcome) counts[event.outcome]! += 1;
  }
  return counts;
}

it('documents are counted as they are now, and the log alone gives the same figures', async () => {
  await push({ 'a.md': CLEAN, 'b.md': SKIPPED, 'c.md': BROKEN });
  const first = await stats();
  expect(first.documents.total).toBe(3);
  expect(first.documents.by_outcome).toMatchObject({ pass: 1, fail: 1 });
  // Neither of them is a document of the main line.
  await push({ 'a.md': BROKEN }, { ref: 'pull/1' });
  await post('/api/validate', { content: BROKEN });
  expect((await stats()).documents).toEqual(first.documents);

  await push({ 'a.md': CLEAN, 'b.md': CLEAN });
  expect((await stats()).documents).toEqual({ total: 2, by_outcome: { pass: 2, warning: 0, fail: 0 } });
  await push({ 'b.md': BROKEN, 'c.md': CLEAN });
  expect((await stats()).documents).toEqual({ total: 2, by_outcome: { pass: 1, warning: 0, fail: 1 } });
  await post('/api/validate', { content: CLEAN, file_path: 'a.md' });
  const { documents, position } = await stats();
  expect(documents).toEqual({ total: 3, by_outcome: { pass: 2, warning: 0, fail: 1 } });
  const log = await readLog();
  expect(countFrom(log)).toEqual(documents.by_outcome);
  expect(log.at(-1)?.id).toBe(position);
  const inPull = await push({ 'z.md': CLEAN }, { ref: 'pull/1' });
  const gone = (await readLog(position)).find(({ type }) => type === 'document_removed');
  expect(gone).toMatchObject({ ref: 'pull/1', workflow_id: inPull.id, before: { outcome: 'fail' } });
});
