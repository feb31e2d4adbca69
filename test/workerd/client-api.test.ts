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
});
