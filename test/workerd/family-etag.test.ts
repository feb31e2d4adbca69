import { describe, expect, it } from 'vitest';
import { createApi } from '../../src/client/index.ts';
import type { FamilyDetail, FamilyUpdate } from '../../src/shared/api/families.ts';
import type { EnhanceResponse } from '../../src/shared/api/validations.ts';
import { exports } from 'cloudflare:workers';
import { strToU8, zipSync } from 'fflate';
import { ask, ADMIN, bearer, silenceDenials } from './deployment.ts';
import { accepted, decide, submitFixable } from './desk.ts';
import { ORIGIN } from './listener.ts';
import { expectProblem, getJson, post, request, submit } from './service.ts';

const YAML = { 'Content-Type': 'application/yaml' };
const put = (name: string, pack: string, headers: Record<string, string> = {}) =>
  request(`/api/families/${name}`, { method: 'PUT', body: pack, headers: { ...YAML, ...headers } });
const read = (name: string, headers: Record<string, string> = {}) =>
  request(`/api/families/${name}`, { headers });
const sourceOf = async (name: string) => (await getJson<FamilyDetail>(`/api/families/${name}`)).source;
const tagOf = async (name: string) => (await read(name)).headers.get('ETag')!;
const pack = (description: string) => `extends: default\ndescription: ${description}\n`;
const eventsOf = async (name: string) => {
  const { results } = await getJson<{ results: { type: string; name?: string }[] }>('/api/events?limit=200');
  return results.filter((event) => event.type === 'family_updated' && event.name === name);
};
const addStyles = (name: string, style: string, headers: Record<string, string> = {}) =>
  request(`/api/families/${name}/styles`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/zip', ...headers },
    body: zipSync({
      [`styles/${style}/Very.yml`]: strToU8('extends: existence\nmessage: x\ntokens: [very]\n'),
    }),
  });

describe('the ETag of a family', () => {
  it('is strong, the same for JSON and YAML, and changes with the pack', async () => {
    const made = await put('tagged', pack('one'));
    const etag = made.headers.get('ETag')!;
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect((await made.json<FamilyUpdate>()).etag).toBe(etag);
    const json = await read('tagged');
    expect(json.headers.get('ETag')).toBe(etag);
    expect((await json.json<FamilyDetail>()).etag).toBe(etag);
    expect(await tagOf('tagged')).toBe(
      (await read('tagged', { Accept: 'application/yaml' })).headers.get('ETag'),
    );
    expect((await put('tagged', pack('two'))).headers.get('ETag')).not.toBe(etag);
  });

  it('exists for a bundled pack, and differs from that of the same text when stored', async () => {
    const etag = await tagOf('pdf');
    expect(etag).toMatch(/^"bundled-[0-9a-f]{64}"$/);
    const stored = await put('pdf', await sourceOf('pdf'), { 'If-Match': etag });
    expect(stored.status).toBe(200);
    expect((await put('pdf', pack('other'), { 'If-Match': etag })).status).toBe(412);
  });

  it('lets the YAML be answered with 304', async () => {
    await put('cached', pack('one'));
    const etag = await tagOf('cached');
    const yaml = { Accept: 'application/yaml' };
    for (const tags of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await read('cached', { ...yaml, 'If-None-Match': tags });
      expect(answer.status, tags).toBe(304);
      expect(await answer.text()).toBe('');
      expect(answer.headers.get('ETag')).toBe(etag);
      expect(answer.headers.get('Cache-Control')).toBe('private, no-cache');
      expect(answer.headers.get('Vary')).toContain('Accept');
    }
    expect((await read('cached', { ...yaml, 'If-None-Match': '"x"' })).status).toBe(200);
    // JSON has the position of the log too, so it is always answered.
    const json = await read('cached', { 'If-None-Match': etag });
    expect(json.status).toBe(200);
    // It has the tag of the YAML: a browser that kept it could take a 304 for it.
    expect(json.headers.get('Cache-Control')).toBe('no-store');
  });
});

describe('a pack that was read', () => {
  it('is not overwritten when another one was stored in the meantime', async () => {
    await put('shared', pack('first'));
    const etag = await tagOf('shared');
    const second = await put('shared', pack('second'), { 'If-Match': etag });
    expect(second.status).toBe(200);
    const problem = await expectProblem(await put('shared', pack('third'), { 'If-Match': etag }), 412);
    expect(problem.type).toBe('urn:galley:problem:precondition-failed');
    expect(await sourceOf('shared')).toBe(pack('second'));
    expect((await put('shared', pack('third'), { 'If-Match': second.headers.get('ETag')! })).status).toBe(
      200,
    );
  });

  it('is changed by one of two writes at the same time', async () => {
    await put('raced', pack('first'));
    const etag = await tagOf('raced');
    const before = await eventsOf('raced');
    const names = Array.from({ length: 6 }, (_, n) => `writer-${n}`);
    const answers = await Promise.all(names.map((name) => put('raced', pack(name), { 'If-Match': etag })));
    const won = names.filter((_, n) => answers[n]!.status === 200);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 412, 412, 412, 412, 412,
    ]);
    expect(await sourceOf('raced')).toBe(pack(won[0]!));
    expect((await eventsOf('raced')).length).toBe(before.length + 1);
  });

  it.each(['"nothing"', 'no tag', 'W/"weak"'])('matches nothing else: %j', async (tag) => {
    await put('strict', pack('first'));
    expect((await put('strict', pack('changed'), { 'If-Match': tag })).status).toBe(412);
  });

  it('does not match its own tag when that is sent as a weak one', async () => {
    await put('weak', pack('first'));
    expect((await put('weak', pack('second'), { 'If-Match': `W/${await tagOf('weak')}` })).status).toBe(412);
  });
});

describe('a pack', () => {
  it('is only changed with If-Match: *, and only added with If-None-Match: *', async () => {
    expect((await put('added', pack('one'), { 'If-Match': '*' })).status).toBe(412);
    const answers = await Promise.all(
      ['one', 'two', 'three'].map((text) => put('added', pack(text), { 'If-None-Match': '*' })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412, 412]);
    expect((await put('added', pack('four'), { 'If-Match': '*' })).status).toBe(200);
    expect((await put('cells', pack('four'), { 'If-None-Match': '*' })).status).toBe(412);
    expect((await put('cells', pack('four'), { 'If-Match': '*' })).status).toBe(200);
  });

  it('gets styles under the same conditions', async () => {
    await put('styled', pack('one'));
    const etag = await tagOf('styled');
    const added = await addStyles('styled', 'One', { 'If-Match': etag });
    expect(added.status).toBe(200);
    expect(added.headers.get('ETag')).toBe(await tagOf('styled'));
    expect((await addStyles('styled', 'Two', { 'If-Match': etag })).status).toBe(412);
  });

  it('keeps the styles of all who add some at the same time', async () => {
    await put('joined', pack('one'));
    const answers = await Promise.all(['One', 'Two'].map((style) => addStyles('joined', style)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const source = await sourceOf('joined');
    expect(source).toContain('One');
    expect(source).toContain('Two');
  });
});

it('the texts of a validation are answered with 304 when they are known', async () => {
  const { id, content_sha256 } = await submit('# Text\n\nOf a page.\n', 'etag.md');
  const path = `/api/validations/${id}/content`;
  const first = await request(path);
  expect(first.headers.get('ETag')).toBe(`"${content_sha256}"`);
  expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
  const again = await request(path, { headers: { 'If-None-Match': `"${content_sha256}"` } });
  expect(again.status).toBe(304);
  expect((await request(path, { headers: { 'If-None-Match': '"x"' } })).status).toBe(200);

  const fixable = await submitFixable();
  for (const { id: one } of fixable.recommendations) await decide('recommendations', one, 'approve');
  const enhanced = await accepted<EnhanceResponse>(await post(`/api/validations/${fixable.id}/enhance`, {}));
  const etag = `"${enhanced.validation.enhanced_sha256}"`;
  const answer = await request(`/api/validations/${fixable.id}/enhanced`, {
    headers: { 'If-None-Match': etag },
  });
  expect(answer.status).toBe(304);
  expect(answer.headers.get('ETag')).toBe(etag);
  const missing = await request(`/api/validations/${id}/enhanced`, { headers: { 'If-None-Match': '*' } });
  expect(missing.headers.get('Cache-Control')).toBe('no-store');
  expect(missing.status).toBe(404);
});

it('pages of other origins may read the tag and send the conditions', async () => {
  silenceDenials();
  const Origin = 'https://pages.example';
  const list = { ALLOWED_ORIGINS: Origin };
  const asked = {
    Origin,
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'if-match',
  };
  const { headers } = await ask('/api/families/words', { method: 'OPTIONS', headers: asked }, list);
  expect(headers.get('Access-Control-Allow-Headers')).toContain('If-Match');
  expect(headers.get('Access-Control-Allow-Headers')).toContain('If-None-Match');
  const answer = await ask('/api/families/words', { headers: { Origin, ...bearer(ADMIN) } }, list);
  expect(answer.headers.get('Access-Control-Expose-Headers')).toContain('ETag');
});

it('the client sends the condition', async () => {
  const api = createApi({
    baseUrl: ORIGIN,
    fetch: (url, init) => exports.default.fetch(new Request(url, init)),
  });
  const { etag } = await api.putFamily('typed', pack('one'), { ifNoneMatch: '*' });
  expect((await api.family('typed')).etag).toBe(etag);
  await api.putFamily('typed', pack('two'), { ifMatch: etag });
  await expect(api.putFamily('typed', pack('three'), { ifMatch: etag })).rejects.toMatchObject({
    status: 412,
  });
  expect((await api.family('typed')).source).toBe(pack('two'));
});
