import { describe, expect, it } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../src/shared/limits.ts';
import { expectProblem, getJson, post, request } from './service.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function gzip(...texts: string[]): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob(texts).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const send = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  request(path, { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } });
const sendGzip = async (path: string, text: string, headers: Record<string, string> = {}) =>
  send(path, await gzip(text), { 'Content-Encoding': 'gzip', ...headers });

describe('a gzip body', () => {
  it.each(['gzip', 'GZIP', 'x-gzip'])('is read when it says Content-Encoding: %s', async (encoding) => {
    const body = JSON.stringify({ content: '# Zipped\n' });
    const response = await sendGzip('/api/validate', body, { 'Content-Encoding': encoding });
    expect(response.status).toBe(201);
    const { id } = await response.json<{ id: string }>();
    expect(await (await request(`/api/validations/${id}/content`)).text()).toBe('# Zipped\n');
  });

  it('is read by every route with a body: multipart, NDJSON, YAML', async () => {
    const data = new FormData();
    data.append('file', new File(['# A\n'], 'a.md'));
    const multipart = new Response(data);
    const type = multipart.headers.get('Content-Type') ?? '';
    const sent = await sendGzip('/api/validate', await multipart.text(), { 'Content-Type': type });
    expect(sent.status).toBe(201);

    const { id } = await (await post('/api/workflows', { type: 'batch_validation' })).json<{ id: string }>();
    const line = `${JSON.stringify({ file_path: 'a.md', content: '# A\n' })}\n`;
    const added = await sendGzip(`/api/workflows/${id}/documents`, line, {
      'Content-Type': 'application/x-ndjson',
    });
    expect(await added.json()).toMatchObject({ added: 1 });

    const tried = await sendGzip('/api/families/default/test', 'title: Docs\n', {
      'Content-Type': 'application/yaml',
    });
    expect(tried.status).toBe(200);
  });

  it('is read where a body is rare: by an import, and when one signs out', async () => {
    const part = await sendGzip('/api/import?line=0', '{}\n', { 'Content-Type': 'application/x-ndjson' });
    expect((await expectProblem(part, 422)).detail).toContain('Line 1');
    const signOut = { method: 'DELETE', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } };
    expect((await request('/api/session', { ...signOut, body: await gzip('{}') })).status).toBe(204);
    const bomb = await gzip(' '.repeat(MAX_REQUEST_BYTES + 1));
    await expectProblem(await request('/api/session', { ...signOut, body: bomb }), 413);
  });

  it('has at most as many bytes as another body, after it is inflated', async () => {
    const fits = `{"content": "# A"}${' '.repeat(MAX_REQUEST_BYTES - 18)}`;
    expect(fits).toHaveLength(MAX_REQUEST_BYTES);
    expect((await sendGzip('/api/validate', fits)).status).toBe(201);
    await expectProblem(await sendGzip('/api/validate', `${fits} `), 413);
    // A thousand times as large as what is sent.
    const bomb = await gzip(...Array.from({ length: 20 }, () => ' '.repeat(MAX_REQUEST_BYTES)));
    expect(bomb.byteLength).toBeLessThan(MAX_REQUEST_BYTES / 20);
    await expectProblem(await send('/api/validate', bomb, { 'Content-Encoding': 'gzip' }), 413);
  });

  it('that is broken is 400, and an encoding that is not known 415 with those that are', async () => {
    const whole = await gzip('{"content": "# A"}');
    const headers = { 'Content-Encoding': 'gzip' };
    await expectProblem(await send('/api/validate', whole.slice(0, -10), headers), 400);
    await expectProblem(await send('/api/validate', '{"content": "# A"}', headers), 400);
    for (const encoding of ['br', 'gzip, gzip', 'aws-chunked']) {
      const response = await send('/api/validate', whole, { 'Content-Encoding': encoding });
      await expectProblem(response.clone(), 415);
      expect(response.headers.get('Accept-Encoding')).toBe('gzip, identity');
    }
    const plain = await send('/api/validate', '{"content": "# A"}', { 'Content-Encoding': 'identity' });
    expect(plain.status).toBe(201);
  });
});

describe('a byte order mark', () => {
  it('before JSON and NDJSON is not part of it', async () => {
    expect((await send('/api/validate', '\ufeff{"content": "# A\\n"}')).status).toBe(201);
    const run = await send('/api/workflows', '\ufeff{"type": "batch_validation"}');
    const { id } = await run.json<{ id: string }>();
    const line = `\ufeff${JSON.stringify({ file_path: 'a.md', content: '# A\n' })}\n`;
    const added = await send(`/api/workflows/${id}/documents`, line, {
      'Content-Type': 'application/x-ndjson',
    });
    expect(await added.json()).toMatchObject({ added: 1 });
  });

  it('before a rule pack is not part of it, and one in a document stays', async () => {
    const pack = await send('/api/families/default/test', '\ufefftitle: Docs\n', {
      'Content-Type': 'application/yaml',
    });
    expect(pack.status).toBe(200);
    const { id } = await (await post('/api/validate', { content: '\ufeff# A\n' })).json<{ id: string }>();
    const content = await (await request(`/api/validations/${id}/content`)).arrayBuffer();
    expect([...new Uint8Array(content)].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  });

  it('alone is an empty body', async () => {
    await expectProblem(await send('/api/validate', '\ufeff'), 400);
    expect(await getJson('/health/live')).toEqual({ status: 'ok' });
  });
});
