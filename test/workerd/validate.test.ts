import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { Problem } from '../../src/shared/api/problem.ts';
import type { ValidateResponse, ValidationDetail } from '../../src/shared/api/validations.ts';
import { MAX_DOCUMENT_BYTES, MAX_FILES_PER_REQUEST, MAX_REQUEST_BYTES } from '../../src/shared/limits.ts';
import type { RecommendationListItem, Validation } from '../../src/shared/things.ts';
import { CLEAN, getJson, head, post, readLog, request, SKIPPED, submit } from './service.ts';

async function expectProblem(response: Response, status: number): Promise<Problem> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const problem: Problem = await response.json();
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^urn:galley:problem:/),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: `urn:uuid:${response.headers.get('X-Request-Id')}`,
  });
  expect(response.status).toBe(status);
  return problem;
}

function multipart(
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  fields: Record<string, string> = {},
): RequestInit {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append('file', new File([content], name));
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body };
}

/** Rows of every table that a submission writes to. */
async function rows(): Promise<unknown> {
  const tables = ['documents', 'validations', 'issues', 'recommendations', 'events'];
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  return env.DB.prepare(`select ${counts.join(', ')}`).first();
}

describe('POST /api/validate', () => {
  it('answers the validation with its issues and recommendations', async () => {
    const response = await post('/api/validate', {
      content: '# Test Article\nSome content here',
      file_path: 'test.md',
      family: 'cells',
    });
    expect(response.status).toBe(201);
    const made: ValidateResponse = await response.json();
    expect(response.headers.get('Location')).toBe(`/api/validations/${made.id}`);
    expect(made).toMatchObject({
      validation_id: made.id,
      file_path: 'test.md',
      family: 'cells',
      status: 'completed',
      review: 'pending',
    });
    expect(made.counts.error + made.counts.warning + made.counts.info).toBe(made.issues.length);
    const { validation, issues, recommendations } = await getJson<ValidationDetail>(
      `/api/validations/${made.id}`,
    );
    const { validation_id: _alias, issues: answeredIssues, recommendations: answered, ...rest } = made;
    expect(validation).toEqual(rest);
    expect(issues).toEqual(answeredIssues);
    expect(recommendations).toEqual(answered);
  });

  it('makes one event for the validation and one for each recommendation, in that order', async () => {
    const before = await head();
    const made = await submit(SKIPPED, 'guide.md');
    const events = await readLog(before);
    expect(events.map(({ type }) => type)).toEqual([
      'validation_created',
      ...made.recommendations.map(() => 'recommendation_created'),
    ]);
    expect(events[0]).toEqual({
      id: before + 1,
      type: 'validation_created',
      timestamp: made.created_at,
      actor: 'local',
      validation_id: made.id,
      family: 'default',
      file_path: 'guide.md',
      status: 'completed',
      outcome: made.outcome,
      counts: made.counts,
    });
    const [first] = made.recommendations;
    expect(events[1]).toEqual({
      id: before + 2,
      type: 'recommendation_created',
      timestamp: made.created_at,
      actor: 'local',
      validation_id: made.id,
      recommendation_id: first!.id,
      family: 'default',
      title: first!.title,
      recommendation_type: 'automated',
      status: 'proposed',
      severity: first!.severity,
      rule_id: first!.rule_id,
    });
  });

  it('takes several files and answers in their order', async () => {
    const response = await request(
      '/api/validate',
      multipart({ 'b.md': CLEAN, 'a.md': SKIPPED }, { family: 'words' }),
    );
    expect(response.status).toBe(201);
    const { results } = await response.json<{ results: ValidateResponse[] }>();
    expect(results.map(({ file_path, family }) => [file_path, family])).toEqual([
      ['b.md', 'words'],
      ['a.md', 'words'],
    ]);
  });

  it('answers one file as one validation', async () => {
    const response = await request(
      '/api/validate',
      multipart({ 'one.md': CLEAN }, { validation_types: 'links,images' }),
    );
    expect(await response.json()).toMatchObject({
      file_path: 'one.md',
      validation_types: ['links', 'images'],
    });
  });

  it.each([
    ['CRLF and a byte order mark', '\u{feff}---\r\ntitle: x\r\n---\r\n\r\nText. \r\n'],
    ['NUL and other controls', 'a\u{0}b\u{1}\u{7f}\n'],
    ['text of every plane', '# 日本語 😀 e\u{301}\u{2028}\n'],
    ['nothing', ''],
  ])('keeps a document with %s byte for byte', async (_what, content) => {
    const made = await submit(content);
    const response = await request(`/api/validations/${made.id}/content`);
    expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new TextEncoder().encode(content));
    const { issues } = await getJson<ValidationDetail>(`/api/validations/${made.id}`);
    expect(issues).toEqual(made.issues);
    for (const { start, end, snippet } of issues)
      expect(content.slice(start, end)).toContain(snippet.replace(/…$/, ''));
    const upload = await request('/api/validate', multipart({ 'same.md': content }));
    expect(await upload.json()).toMatchObject({ content_sha256: made.content_sha256 });
  });

  it('keeps a content once, however often it is submitted', async () => {
    const content = `# Once ${crypto.randomUUID()}\n`;
    const [first, second] = await Promise.all([submit(content), submit(content)]);
    expect(second.content_sha256).toBe(first.content_sha256);
    const kept = env.DB.prepare('select count(*) as n from documents where sha256 = ?').bind(
      first.content_sha256,
    );
    expect(await kept.first('n')).toBe(1);
  });
});

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
    expect(response.headers.get('Allow')).toBe('POST');
    await expectProblem(response, 405);
    const other = await request('/api/validations/x', { method: 'DELETE' });
    expect(other.headers.get('Allow')).toBe('GET');
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

const find = (query: string) => getJson<Page<Validation>>(`/api/validations?${query}`);

describe('GET /api/validations', () => {
  it('pages through every match once, in every order', async () => {
    const marker = crypto.randomUUID().slice(0, 8);
    for (const name of ['c', 'a', 'b', 'a', 'd']) await submit(CLEAN, `${marker}/${name}.md`, 'pdf');
    for (const sort of ['-created_at', 'created_at', 'file_path', '-file_path']) {
      const seen: Validation[] = [];
      for (let cursor = ''; ;) {
        const page = await getJson<Page<Validation>>(
          `/api/validations?limit=2&sort=${sort}&file_path=${marker.toUpperCase()}${cursor && `&cursor=${cursor}`}`,
        );
        expect(page.total).toBe(5);
        seen.push(...page.results);
        if (page.next_cursor === null) break;
        cursor = page.next_cursor;
      }
      expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
      const keys = seen.map((one) => (sort.endsWith('file_path') ? one.file_path : one.id));
      expect(keys).toEqual(sort.startsWith('-') ? keys.toSorted().toReversed() : keys.toSorted());
    }
  });

  it('refuses a cursor that is of no list, or of another one', async () => {
    const { recommendations, id } = await submit(SKIPPED);
    for (const [list, cursor] of [
      ['validations', crypto.randomUUID()],
      ['validations', recommendations[0]!.id],
      ['recommendations', id],
    ]) {
      const problem = await expectProblem(await request(`/api/${list}?cursor=${cursor}`), 422);
      expect(problem.errors).toEqual([{ path: 'cursor', message: 'must be a next_cursor of this list' }]);
    }
  });

  it('filters, and tells the position that it includes', async () => {
    const made = await submit(SKIPPED, 'filter/me.md', 'slides');
    const page = await find(
      `family=slides&outcome=${made.outcome}&status=completed&review=pending&q=filter/`,
    );
    expect(page.results.map(({ id }) => id)).toEqual([made.id]);
    expect(page.position).toBe(await head());
    expect((await find('family=slides&review=approved')).results).toEqual([]);
    expect((await find(`workflow_id=${crypto.randomUUID()}`)).total).toBe(0);
  });

  it.each([
    'limit=0',
    'limit=1&limit=2',
    'limit=201',
    'limit=x',
    'file_path=ab',
    'sort=size',
    'outcome=bad',
    'cursor=zzz',
    'colour=red',
  ])('422 for %s', async (query) => {
    const problem = await expectProblem(await request(`/api/validations?${query}`), 422);
    expect(problem.errors?.[0]?.path).toBe(query.split('=')[0]);
  });
});

describe('GET /api/recommendations', () => {
  it('lists what waits for a decision, with its document', async () => {
    const made = await submit(SKIPPED, 'waiting.md', 'pdf');
    const page = await getJson<Page<RecommendationListItem>>(
      `/api/recommendations?validation_id=${made.id}&status=proposed&family=pdf`,
    );
    expect(page.total).toBe(made.recommendations.length);
    expect(page.results.map(({ id }) => id).toSorted()).toEqual(
      made.recommendations.map(({ id }) => id).toSorted(),
    );
    expect(page.results[0]).toMatchObject({ file_path: 'waiting.md', family: 'pdf' });
    const one = page.results[0]!;
    expect(await getJson(`/api/recommendations/${one.id}`)).toMatchObject({ recommendation: one });
    expect((await getJson<Page<unknown>>('/api/recommendations?status=applied')).results).toEqual([]);
  });
});

describe('GET /api/stats', () => {
  it('moves with each document', async () => {
    const before = await getJson<Stats>('/api/stats');
    const made = await submit(SKIPPED);
    const after = await getJson<Stats>('/api/stats');
    expect(after.validations.total).toBe(before.validations.total + 1);
    expect(after.validations.last_24h).toBe(before.validations.last_24h + 1);
    expect(after.validations.by_outcome[made.outcome!]).toBe(
      before.validations.by_outcome[made.outcome!] + 1,
    );
    expect(after.recommendations.by_status.proposed).toBe(
      before.recommendations.by_status.proposed + made.recommendations.length,
    );
    expect(after.position).toBe(await head());
  });
});

describe('GET /api/events', () => {
  it('is read on with next_after until there is no more', async () => {
    const before = await head();
    const made = [await submit(SKIPPED, 'x.md', 'words'), await submit(SKIPPED)];
    const log = await readLog(before);
    expect(log).toHaveLength(made.reduce((n, { recommendations }) => n + 1 + recommendations.length, 0));
    const own = await readLog(before, `validation_${made[0]!.id}`);
    expect(own).toEqual(log.filter(({ validation_id }) => validation_id === made[0]!.id));
    const page = await getJson(`/api/events?after=${before}&limit=1`);
    expect(page).toMatchObject({ results: [log[0]], next_after: log[0]!.id, has_more: true });
  });

  it('leads a reader that is ahead of a restored log back to its head', async () => {
    const position = await head();
    expect(await getJson(`/api/events?after=${position + 100}`)).toMatchObject({
      results: [],
      next_after: position,
    });
  });

  it('422 for a topic that does not exist', async () => {
    const problem = await expectProblem(await request('/api/events?topic=nothing'), 422);
    expect(problem.errors).toEqual([{ path: 'topic', message: 'is no topic' }]);
  });
});

describe('health', () => {
  it('shows the figures that are left when the hub is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    vi.spyOn(Hub.prototype, 'status').mockRejectedValue(new Error('down'));
    const monitoring = await getJson('/api/monitoring');
    vi.restoreAllMocks();
    expect(monitoring).toEqual({
      live: {
        position: null,
        head: await head(),
        connections: null,
        hubs: [],
        notify_failures: 0,
        hub_failures: null,
      },
      workflows: { instance_failures: 0 },
    });
  });

  it('is live, and ready when the database and the hub answer', async () => {
    expect(await getJson('/health/live')).toEqual({ status: 'ok' });
    expect((await request('/health/live')).headers.get('Cache-Control')).toBe('no-store');
    expect(await getJson('/health/ready')).toEqual({ status: 'ok', checks: { database: 'ok', hub: 'ok' } });
  });

  it('names the part that is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { Hub } = await import('../../src/live/hub.ts');
    vi.spyOn(Hub.prototype, 'status').mockRejectedValue(new Error('down'));
    const response = await request('/health/ready');
    vi.restoreAllMocks();
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'unavailable',
      checks: { database: 'ok', hub: 'unavailable' },
    });
  });
});
