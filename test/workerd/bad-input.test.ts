import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { MAX_DOCUMENT_BYTES, MAX_FILES_PER_REQUEST, MAX_REQUEST_BYTES } from '../../src/shared/limits.ts';
import { CLEAN, expectProblem, head, multipart, post, readLog, request, SKIPPED, submit } from './service.ts';

/** Counts the rows of every table that a submission writes to. */
async function rows(): Promise<unknown> {
  const tables = ['documents', 'validations', 'issues', 'recommendations', 'events'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  return env.DB.prepare(`select ${counts.join(', ')}`).first();
}

describe('bad input is refused with the reason and the place, and nothing is kept', () => {
  it.each([
    ['JSON cut short', '{"content": ', 400, undefined],
    ['an array', '[1,2]', 422, ''],
    ['nothing', 'null', 422, ''],
    ['no content', '{}', 422, 'content'],
    ['content that is no text', '{"content": 5}', 422, 'content'],
    ['an unknown family', '{"content": "x", "family": "cars"}', 422, 'family'],
    ['an empty file path', '{"content": "x", "file_path": ""}', 422, 'file_path'],
    ['a file path of two lines', '{"content": "x", "file_path": "a\\nb"}', 422, 'file_path'],
    ['an unknown field', '{"content": "x", "filepath": "a"}', 422, 'filepath'],
    [
      'an unknown type',
      '{"content": "x", "validation_types": ["links", "magic"]}',
      422,
      'validation_types.1',
    ],
    ['no type at all', '{"content": "x", "validation_types": []}', 422, 'validation_types'],
    ['a lone surrogate in the content', '{"content": "a \\ud83d b"}', 422, 'content'],
    ['a lone surrogate in the file path', '{"content": "x", "file_path": "\\udc00.md"}', 422, 'file_path'],
    ['a large document', JSON.stringify({ content: 'x'.repeat(MAX_DOCUMENT_BYTES + 1) }), 413, 'content'],
    [
      'a document large in bytes',
      JSON.stringify({ content: 'é'.repeat(MAX_DOCUMENT_BYTES / 2 + 1) }),
      413,
      'content',
    ],
    ['a large request', JSON.stringify({ content: 'x'.repeat(MAX_REQUEST_BYTES) }), 413, undefined],
  ])('%s', async (_what, body, status, path) => {
    const before = await rows();
    const problem = await expectProblem(await post('/api/validate', body), status);
    expect(problem.errors?.map((error) => error.path)).toEqual(path === undefined ? undefined : [path]);
    expect(await rows()).toEqual(before);
  });

  it('says where a lone surrogate is', async () => {
    const problem = await expectProblem(await post('/api/validate', '{"content": "😀 \\ud83d b"}'), 422);
    expect(problem.errors?.[0]?.message).toContain('offset 3');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])('415 for "%s"', async (type) => {
    const response = await post('/api/validate', '{"content": "x"}', { 'Content-Type': type });
    await expectProblem(response, 415);
  });

  it('400 for JSON that is not UTF-8, and for multipart that is none', async () => {
    const body = new Uint8Array([...new TextEncoder().encode('{"content": "'), 0xff, 0x22, 0x7d]);
    const headers = { 'Content-Type': 'application/json' };
    await expectProblem(await request('/api/validate', { method: 'POST', headers, body }), 400);
    await expectProblem(
      await post('/api/validate', 'x', { 'Content-Type': 'multipart/form-data; boundary=y' }),
      400,
    );
    await expectProblem(await post('/api/validate', 'x', { 'Content-Type': 'multipart/form-data' }), 400);
  });

  it('422 for files that are not text, all of them or none', async () => {
    const before = await rows();
    const response = await request(
      '/api/validate',
      multipart({ 'good.md': CLEAN, 'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]) }),
    );
    const problem = await expectProblem(response, 422);
    expect(problem.errors).toEqual([{ path: 'file[1]', message: 'is not UTF-8 text: logo.png' }]);
    expect(await rows()).toEqual(before);
  });

  it('422 without a file, with a text in place of one, with a wrong field, with too many files', async () => {
    const problem = await expectProblem(
      await request('/api/validate', multipart({}, { family: 'cells' })),
      422,
    );
    expect(problem.errors?.[0]?.path).toBe('file');
    await expectProblem(await request('/api/validate', multipart({}, { file: 'text' })), 422);
    const wrong = await expectProblem(
      await request('/api/validate', multipart({ 'a.md': '' }, { famly: 'x' })),
      422,
    );
    expect(wrong.errors?.[0]?.path).toBe('famly');
    const many = Object.fromEntries(
      Array.from({ length: MAX_FILES_PER_REQUEST + 1 }, (_, n) => [`${n}.md`, 'x']),
    );
    await expectProblem(await request('/api/validate', multipart(many)), 422);
  });

  it('keeps nothing, and makes no event, when a part of the batch fails', async () => {
    const before = await rows();
    vi.spyOn(console, 'error').mockReturnValue();
    await env.DB.prepare(
      `create trigger broken before insert on recommendations begin select raise(abort, 'broken'); end`,
    ).run();
    const response = await post('/api/validate', { content: SKIPPED });
    await env.DB.prepare('drop trigger broken').run();
    vi.restoreAllMocks();
    await expectProblem(response, 500);
    expect(await rows()).toEqual(before);
    expect(await readLog(await head())).toEqual([]);
  });

  it('405 with what is allowed, for a method that a path does not take', async () => {
    const response = await request('/api/validate');
    expect(response.headers.get('Allow')).toBe('POST, OPTIONS');
    await expectProblem(response, 405);
    const other = await request('/api/validations/x', { method: 'DELETE' });
    expect(other.headers.get('Allow')).toBe('GET, HEAD, OPTIONS');
    await expectProblem(other, 405);
  });

  it('422 for a field that is given twice', async () => {
    const body = new FormData();
    body.append('file', new File(['x'], 'a.md'));
    body.append('family', 'words');
    body.append('family', 'cells');
    const problem = await expectProblem(await request('/api/validate', { method: 'POST', body }), 422);
    expect(problem.errors).toEqual([{ path: 'family', message: 'is given more than once' }]);
  });

  it('403 for a request of another site, 404 for what does not exist', async () => {
    await expectProblem(
      await post('/api/validate', { content: 'x' }, { Origin: 'https://evil.example' }),
      403,
    );
    await expectProblem(await request('/api/nothing'), 404);
    await expectProblem(await request('/api/validations/none'), 404);
    await expectProblem(await request('/api/validations/none/content'), 404);
    await expectProblem(await request('/api/recommendations/none'), 404);
  });
});

describe('broken documents get a clear answer', () => {
  it.each([
    ['empty', ''],
    ['binary', '\u{0}\u{1}\u{2}PNG\u{fffd}'],
    ['1 MB of [a](', '[a]('.repeat(MAX_DOCUMENT_BYTES / 4)],
    ['1 MB of nested quotes', '>'.repeat(MAX_DOCUMENT_BYTES)],
    ['invalid YAML', '---\ntitle: "unclosed\nlist: [1, 2\n---\n# Page\n'],
    ['CRLF with BOM', '\u{feff}# Page\r\n\r\n### Skipped\r\n'],
    ['1 MB of trailing spaces', 'a  \n'.repeat(MAX_DOCUMENT_BYTES / 4)],
  ])(
    '%s',
    async (_what, content) => {
      const before = await head();
      const made = await submit(content, 'broken.md', 'cells');
      expect(made.status).toBe('completed');
      expect(made.issues.length).toBeGreaterThan(0);
      expect(await readLog(before)).toHaveLength(1 + made.recommendations.length);
    },
    30_000,
  );
});
