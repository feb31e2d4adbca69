import { expect, it } from 'vitest';
import { ApiError, type GalleyApi } from '../client/index.ts';
import type { RunDocument, Run } from '../shared/things.ts';
import { openRun, type WantedRun } from './pending-run.ts';

interface Kept extends Partial<Run> {
  id: string;
  documents?: Record<string, string | null>;
}

const onePage = <T>(all: T[], cursor: string | number = 0) => ({
  results: all.slice(Number(cursor), Number(cursor) + 1),
  next_cursor: Number(cursor) + 1 < all.length ? String(Number(cursor) + 1) : null,
  total: all.length,
  position: 1,
});

/** A service with some unfinished runs, newest first. Its lists have one result per page. */
function serviceWith(runs: Kept[], started: string[] = []) {
  const cancelled: string[] = [];
  const made: unknown[] = [];
  const api = {
    session: () => Promise.resolve({ actor: 'me' }),
    runs: ({ cursor }: { cursor?: string }) =>
      Promise.resolve(
        onePage(
          runs.map((run) => ({ created_by: 'me', ...run })),
          cursor,
        ),
      ),
    runDocuments: (id: string, { cursor }: { cursor?: number }) => {
      const documents = Object.entries(runs.find((run) => run.id === id)?.documents ?? {});
      const rows = documents.map(
        ([file_path, content_sha256]) => ({ file_path, content_sha256 }) as RunDocument,
      );
      return Promise.resolve(onePage(rows, cursor));
    },
    controlRun: (id: string) => {
      if (started.includes(id)) {
        const problem = {
          type: '',
          title: '',
          status: 409,
          detail: 'It runs.',
          instance: '',
          state: 'running',
        };
        return Promise.reject(new ApiError(problem));
      }
      cancelled.push(id);
      return Promise.resolve({});
    },
    createRun: (request: unknown) => {
      made.push(request);
      return Promise.resolve({ id: 'new' });
    },
  } as unknown as GalleyApi;
  return { api, cancelled, made };
}

const wanted: WantedRun = {
  name: 'docs',
  family: 'words',
  filePaths: ['a.md', 'b.md', 'c.md'],
  isRestart: false,
  version: { ref: undefined, commit: undefined, complete: false },
};
const saidBy = async (api: GalleyApi, more: Partial<WantedRun> = {}) => {
  const said: string[] = [];
  const run = await openRun(api, { ...wanted, ...more }, (text) => said.push(text));
  return { id: run.id, known: Object.fromEntries(run.known), said: said.join('\n') };
};

it('goes on with the run that the files were on their way to, whatever is in it already', async () => {
  const documents = { 'a.md': 'hash of a', 'b.md': null };
  const { api, made } = serviceWith([{ id: 'begun', documents }]);
  expect(await saidBy(api)).toEqual({
    id: 'begun',
    known: documents,
    said: 'going on with run begun, which has 2 of the files',
  });
  expect(made).toEqual([]);
});

it('makes a run where there is none, and finds it again when the answer was lost', async () => {
  const { api, made } = serviceWith([]);
  expect(await saidBy(api)).toEqual({ id: 'new', known: {}, said: '' });
  expect(made).toEqual([{ type: 'batch_validation', name: 'docs', family: 'words' }]);
  expect(await saidBy(serviceWith([{ id: 'made' }]).api)).toEqual({ id: 'made', known: {}, said: '' });
});

it('cancels a run of its own that has other files, and looks on', async () => {
  const { api, cancelled } = serviceWith([
    { id: 'other', documents: { 'a.md': 'x', 'z.md': 'x' } },
    { id: 'begun', documents: { 'c.md': 'x' } },
  ]);
  const { id, said } = await saidBy(api);
  expect([id, cancelled]).toEqual(['begun', ['other']]);
  expect(said).toContain('run other was begun before with other files, and is cancelled');
});

it('leaves alone what somebody else made, or for other checks', async () => {
  const { api, cancelled } = serviceWith([
    { id: 'theirs', created_by: 'you', documents: { 'a.md': 'x' } },
    { id: 'theirs, with other files', created_by: 'you', documents: { 'z.md': 'x' } },
    { id: 'links only', validation_types: ['links'], documents: { 'a.md': 'x' } },
  ]);
  expect((await saidBy(api)).id).toBe('new');
  expect(cancelled).toEqual([]);
});

it('begins anew when it is told to', async () => {
  const { api, cancelled } = serviceWith([{ id: 'begun', documents: { 'a.md': 'x' } }]);
  expect((await saidBy(api, { isRestart: true })).id).toBe('new');
  expect(cancelled).toEqual(['begun']);
});

it('does not mind that a run with other files was started meanwhile', async () => {
  const { api } = serviceWith([{ id: 'other', documents: { 'z.md': 'x' } }], ['other']);
  expect(await saidBy(api)).toEqual({ id: 'new', known: {}, said: '' });
});
