import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { ApiError, createApi } from '../../src/client/index.ts';
import { ORIGIN } from './listener.ts';
import { head } from './service.ts';

const api = createApi({
  baseUrl: ORIGIN,
  fetch: (url, init) => exports.default.fetch(new Request(url, init)),
});

describe('the API client', () => {
  it('says what was refused, and where', async () => {
    const refused = api.validate({ content: 'x', family: 'cars' });
    await expect(refused).rejects.toThrow(ApiError);
    await expect(refused).rejects.toMatchObject({ status: 422, problem: { errors: [{ path: 'family' }] } });
  });

  it('says so when there is no answer, or none of the service', async () => {
    const offline = createApi({ baseUrl: ORIGIN, fetch: () => Promise.reject(new TypeError('offline')) });
    await expect(offline.stats()).rejects.toMatchObject({
      status: 0,
      message: 'The service does not answer.',
    });
    const proxied = createApi({
      baseUrl: ORIGIN,
      fetch: () =>
        Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' })),
    });
    await expect(proxied.stats()).rejects.toMatchObject({
      status: 502,
      message: 'The service answered 502 Bad Gateway.',
    });
  });

  it('reads everything that it offers', async () => {
    const content = '\u{feff}# Title\r\n\r\n### Skipped\r\n';
    const [made] = await api.validateFiles([new File([content], 'a.md')], { family: 'words' });
    expect(await api.content(made!.id)).toBe(content);
    expect((await api.validation(made!.id)).validation.family).toBe('words');
    expect((await api.validations({ family: 'words', limit: 1 })).results).toHaveLength(1);
    const recommendations = await api.recommendations({ validation_id: made!.id });
    const [first] = recommendations.results;
    expect((await api.recommendation(first!.id)).recommendation).toEqual(first);
    expect((await api.events({ after: 0, limit: 1 })).results).toHaveLength(1);
    expect((await api.monitoring()).live.head).toBe(await head());
    const two = await api.validateFiles([new File(['a'], 'a.md'), new File(['b'], 'b.md')]);
    expect(two.map(({ file_path }) => file_path)).toEqual(['a.md', 'b.md']);
  });

  it('sends what the service has left over again, until nothing is', async () => {
    const asked: unknown[] = [];
    /** Does two of whatever it is asked to do. */
    const scripted = createApi({
      baseUrl: ORIGIN,
      fetch: async (_url, init) => {
        const body = init?.body;
        const things = body instanceof FormData ? body.getAll('file') : idsOf(body);
        asked.push(things.map((thing) => (thing instanceof File ? thing.name : thing)));
        const remaining = Math.max(0, things.length - 2);
        const results = things.slice(0, 2).map((thing) => ({ id: thing, ok: true, status: 200, state: 'x' }));
        const batch_id = `batch ${asked.length}`;
        return Response.json({
          results,
          ...(remaining > 0 && { remaining }),
          batch_id,
          position: asked.length,
        });
      },
    });
    const parts = [['a', 'b', 'c', 'd', 'e'], ['c', 'd', 'e'], ['e']];
    const answer = await scripted.decideValidations({ action: 'enhance', ids: parts[0]! });
    expect(answer.results.map(({ id }) => id)).toEqual(parts[0]);
    expect(answer).toMatchObject({ position: 3, batch_ids: ['batch 1', 'batch 2', 'batch 3'] });
    expect(answer.remaining).toBeUndefined();
    const files = parts[0]!.map((name) => new File(['x'], name));
    expect(await scripted.validateFiles(files)).toHaveLength(5);
    expect(asked).toEqual([...parts, ...parts]);
  });
});

function idsOf(body: unknown): string[] {
  return (JSON.parse(String(body)) as { ids: string[] }).ids;
}
