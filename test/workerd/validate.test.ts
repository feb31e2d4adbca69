import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { ValidateResponse, ValidationDetail } from '../../src/shared/api/validations.ts';
import { CLEAN, getJson, head, multipart, post, readLog, request, SKIPPED, submit } from './service.ts';

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
    const kept = env.DB.prepare('select count(*) as n from texts where sha256 = ?').bind(
      first.content_sha256,
    );
    expect(await kept.first('n')).toBe(1);
  });
});
