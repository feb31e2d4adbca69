import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/index.ts';
import type { RunDocumentInput, RunDetail, RunDocumentsAdded } from '../../shared/api/runs.ts';
import { RunUpload } from './run-upload.ts';

const documents = (count: number): RunDocumentInput[] =>
  Array.from({ length: count }, (_, n) => ({ file_path: `${n}.md`, content: 'text' }));
const refused = (status: number, state?: string) =>
  new ApiError({
    type: 'about:blank',
    title: '',
    status,
    detail: `refused with ${status}`,
    instance: '',
    ...(state !== undefined && { state }),
  });

/** A fake service that records its requests and fails on demand. */
function service() {
  const asked: string[] = [];
  const failures = new Map<string, ApiError>();
  const answer = <T>(what: string): Promise<T> => {
    asked.push(what);
    const failure = failures.get(what);
    failures.delete(what);
    return failure ? Promise.reject(failure) : Promise.resolve({ id: `run-${asked.length}` } as T);
  };
  return {
    asked,
    failOnce: (what: string, failure: ApiError) => failures.set(what, failure),
    api: {
      createRun: () => answer<RunDetail>('create'),
      addDocuments: (id: string, { length }: readonly RunDocumentInput[]) =>
        answer<RunDocumentsAdded>(`${id}: add ${length}`),
      controlRun: (id: string, action: string) => answer<RunDetail>(`${id}: ${action}`),
    },
  };
}
const request = { type: 'batch_validation' } as const;

describe('the upload of a run', () => {
  it('makes it, adds its documents in chunks, and starts it', async () => {
    const { api, asked } = service();
    const seen: number[] = [];
    expect(await new RunUpload(api, request, documents(1_200)).send((sent) => seen.push(sent))).toBe('run-1');
    expect(asked).toEqual(['create', 'run-1: add 500', 'run-1: add 500', 'run-1: add 200', 'run-1: start']);
    expect(seen).toEqual([500, 1_000, 1_200]);
  });

  it('goes on where it was after a failure', async () => {
    const { api, asked, failOnce } = service();
    const upload = new RunUpload(api, request, documents(700));
    failOnce('create', refused(503));
    await expect(upload.send(() => undefined)).rejects.toThrow('503');
    failOnce('run-2: add 200', refused(0));
    await expect(upload.send(() => undefined)).rejects.toThrow('refused with 0');
    expect(upload.sent).toBe(500);
    failOnce('run-2: start', refused(429));
    await expect(upload.send(() => undefined)).rejects.toThrow('429');
    expect(await upload.send(() => undefined)).toBe('run-2');
    expect(asked).toEqual([
      'create',
      'create',
      'run-2: add 500',
      'run-2: add 200',
      'run-2: add 200',
      'run-2: start',
      'run-2: start',
    ]);
  });

  it('has succeeded when only the answer to the start was lost', async () => {
    const { api, failOnce } = service();
    failOnce('run-1: start', refused(409, 'completed'));
    expect(await new RunUpload(api, request, documents(1)).send(() => undefined)).toBe('run-1');
  });

  it.each([
    ['someone has started it before it was whole', 'run-1: add 200', 'running'],
    ['someone has cancelled it', 'run-1: start', 'cancelled'],
  ])('makes another one when %s', async (_what, request_, state) => {
    const { api, asked, failOnce } = service();
    const upload = new RunUpload(api, request, documents(700));
    failOnce(request_, refused(409, state));
    await expect(upload.send(() => undefined)).rejects.toThrow('409');
    expect(upload.sent).toBe(0);
    const second = await upload.send(() => undefined);
    expect(second).not.toBe('run-1');
    expect(asked.slice(-3)).toEqual([`${second}: add 500`, `${second}: add 200`, `${second}: start`]);
  });

  it('leaves nothing half done when it is given up', async () => {
    const { api, asked, failOnce } = service();
    const upload = new RunUpload(api, request, documents(700));
    failOnce('run-1: add 200', refused(413));
    await expect(upload.send(() => undefined)).rejects.toThrow('413');
    await upload.abandon();
    await upload.abandon();
    expect(asked.slice(3)).toEqual(['run-1: cancel']);
  });
});
