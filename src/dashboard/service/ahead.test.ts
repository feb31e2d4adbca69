import { afterEach, describe, expect, it, vi } from 'vitest';
import { askAhead, firstRequests, SESSION, takeAhead } from './ahead.ts';
import { filesAt } from './load-ahead.ts';

const ORIGIN = 'https://galley.test';
const at = (address: string) => new URL(address, ORIGIN);

/** Answers requests by their path, and notes them. */
function answer(statuses: Readonly<Record<string, number>> = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async ({ pathname, search }: URL) => {
    asked.push(pathname + search);
    const status = statuses[pathname] ?? 200;
    if (status === 0) throw new TypeError('no connection');
    return new Response(pathname, { status });
  });
  return asked;
}

describe('what a page asks for ahead', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is what its address names', () => {
    expect(firstRequests(at('/dashboard/documents?outcome=fail&sort=-findings'))).toEqual([
      '/api/documents?outcome=fail&sort=-findings',
    ]);
    expect(firstRequests(at('/dashboard/desk/v1?finding=r1'))).toEqual([
      '/api/validations/v1',
      '/api/validations/v1/content',
    ]);
    expect(firstRequests(at('/dashboard/validations/v1'))).toEqual(['/api/validations/v1']);
    // What the service would refuse, and pages that ask for other things.
    for (const address of ['documents?colour=red', 'desk', 'validations', 'documents/x', 'quality', ''])
      expect(firstRequests(at(`/dashboard/${address}`)), address).toEqual([]);
  });

  it('is taken once, whatever the order of the query', async () => {
    vi.useFakeTimers();
    const asked = answer();
    askAhead(at('/dashboard/documents?outcome=fail&family=cells'), [SESSION]);
    expect(asked).toEqual(['/api/session', '/api/documents?outcome=fail&family=cells']);
    const url = new URL('/api/documents?family=cells&outcome=fail', ORIGIN);
    expect(await (await takeAhead(url)?.answer)?.text()).toBe('/api/documents');
    expect(await takeAhead(url)?.answer).toBeUndefined();
    expect(await takeAhead(new URL('/api/documents?family=words', ORIGIN))?.answer).toBeUndefined();
  });

  it('is asked for anew when it was refused or got no answer, but for who is signed in', async () => {
    vi.useFakeTimers();
    answer({ '/api/session': 401, '/api/validations/v1': 401, '/api/validations/v1/content': 0 });
    askAhead(at('/dashboard/desk/v1'), [SESSION]);
    expect((await takeAhead(new URL('/api/session', ORIGIN))?.answer)?.status).toBe(401);
    expect(await takeAhead(new URL('/api/validations/v1', ORIGIN))?.answer).toBeUndefined();
    expect(await takeAhead(new URL('/api/validations/v1/content', ORIGIN))?.answer).toBeUndefined();
  });

  it('is given up with whoever waits for it', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', (_: URL, { signal: ahead }: { signal: AbortSignal }) => {
      const { promise, reject } = Promise.withResolvers<Response>();
      ahead.addEventListener('abort', () => reject(ahead.reason as Error));
      return promise;
    });
    askAhead(at('/dashboard/'), [SESSION]);
    const ahead = takeAhead(new URL('/api/session', ORIGIN));
    ahead?.controller.abort();
    expect(ahead).toBeDefined();
    expect(await ahead?.answer).toBeUndefined();
  });

  it('is dropped when nobody asks for it', async () => {
    vi.useFakeTimers();
    answer();
    askAhead(at('/dashboard/validations/v1'));
    vi.runAllTimers();
    expect(await takeAhead(new URL('/api/validations/v1', ORIGIN))?.answer).toBeUndefined();
  });
});

it('loads the files of the page that the address names ahead, and none of a page that the shell does not name', () => {
  const named = ' /assets/home.js;documents /assets/pages.css /assets/documents.js;desk/ /assets/desk.js';
  expect(filesAt('/dashboard/', named)).toEqual(['/assets/home.js']);
  expect(filesAt('/dashboard/documents', named)).toEqual(['/assets/pages.css', '/assets/documents.js']);
  expect(filesAt('/dashboard/desk/v1', named)).toEqual(['/assets/desk.js']);
  expect(filesAt('/dashboard/desk', named)).toEqual([]);
  expect(filesAt('/dashboard/documents', '')).toEqual([]);
});
