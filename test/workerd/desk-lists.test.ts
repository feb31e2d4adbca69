/** Lists that the pages of the desk begin with: folders of documents, what is ignored, and decisions of a bulk request. */
import { expect, it } from 'vitest';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { FolderGroups } from '../../src/shared/api/documents.ts';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { IgnoredPage } from '../../src/shared/api/ignored.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import { accepted } from './desk.ts';
import { CLEAN, getJson, post, SKIPPED } from './service.ts';

const put = async (family: string, path: string, content: string, ref?: string) =>
  accepted<ValidateResponse>(
    await post('/api/validate', { family, file_path: path, content, ...(ref && { ref }) }),
    201,
  );
const folders = async (query: string) =>
  (await getJson<FolderGroups>(`/api/documents/folders?${query}`)).results;

it('folders count what is in them and below, of one family and ref', async () => {
  await put('words', 'top.md', CLEAN);
  await put('words', 'guides/a.md', SKIPPED);
  await put('words', 'guides/start/b.md', SKIPPED);
  await put('words', 'guidesque/c.md', CLEAN);
  await put('words', 'ordner/straße/😀/d.md', CLEAN);
  await put('slides', 'guides/e.md', CLEAN);
  await put('words', 'guides/f.md', CLEAN, 'pull/1');
  const top = await folders('family=words');
  expect(top.map(({ folder, documents }) => [folder, documents])).toEqual([
    ['guides', 2],
    ['guidesque', 1],
    ['ordner', 1],
  ]);
  expect(top[0]!.open).toBe(2);
  expect(top[0]!.findings).toBeGreaterThanOrEqual(2);
  expect((await folders('family=words&folder=guides')).map(({ folder }) => folder)).toEqual(['guides/start']);
  expect((await folders('family=words&folder=ordner/straße/')).map(({ folder }) => folder)).toEqual([
    'ordner/straße/😀',
  ]);
  expect((await folders('ref=pull/1')).map(({ folder }) => folder)).toEqual(['guides']);
});

it('what is ignored is listed across documents, newest first, in pages', async () => {
  for (const name of ['a', 'b', 'c']) {
    const { id, issues } = await put('pdf', `ignored/${name}.md`, SKIPPED);
    await accepted(
      await post(`/api/validations/${id}/ignore`, { fingerprints: [issues[0]!.fingerprint], note: name }),
    );
  }
  const first = await getJson<IgnoredPage>('/api/ignored?family=pdf&limit=2');
  expect(first.results.map(({ note }) => note)).toEqual(['c', 'b']);
  expect(first.total).toBe(3);
  expect(first.results[0]!.validation_id).toEqual(expect.any(String));
  const rest = await getJson<IgnoredPage>(`/api/ignored?family=pdf&limit=2&cursor=${first.next_cursor}`);
  expect(rest.results.map(({ note }) => note)).toEqual(['a']);
  expect(rest.next_cursor).toBeNull();
});

it('the events of a bulk decision name it', async () => {
  const { recommendations } = await put('cells', 'batch/a.md', SKIPPED);
  const ids = recommendations.map(({ id }) => id);
  const answer = await post('/api/recommendations/bulk', { action: 'approve', ids });
  const { batch_id } = (await answer.json()) as BulkResponse;
  const { results } = await getJson<EventPage>(`/api/recommendations/${ids[0]}/events`);
  expect(results.at(-1)).toMatchObject({ type: 'recommendation_approved', batch_id });
});
