import { env } from 'cloudflare:workers';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Page } from '../../src/shared/api/fields.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { Validation } from '../../src/shared/things.ts';
import { getJson, post, request, submit } from './service.ts';

const written: unknown[] = [];
beforeEach(() => {
  vi.restoreAllMocks();
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...line: unknown[]) => void written.push(...line));
  }
});

const HOSTILE = [
  `'; drop table validations; --`,
  `" or "1"="1`,
  `%' or 1=1 --`,
  `<script>alert(1)</script>`,
  `{{constructor.constructor('return 1')()}}`,
  `../../../../etc/passwd`,
  `..\\..\\windows`,
  `__proto__`,
  `constructor`,
  `a%00b`,
  `$(id)`,
  '`id`',
];

it.each(HOSTILE)('takes %s for what it is: text', async (text) => {
  const made = await submit(`# ${text}\n\n${text}\n`, `docs/${text}.md`);
  const { results } = await getJson<Page<Validation>>(
    `/api/validations?file_path=${encodeURIComponent(text)}`,
  );
  expect(results.map(({ id }) => id)).toContain(made.id);
  for (const path of [
    `/api/validations?q=${encodeURIComponent(text)}`,
    `/api/recommendations?rule_id=${encodeURIComponent(text)}`,
    `/api/validations/history?file_path=${encodeURIComponent(`docs/${text}.md`)}`,
  ]) {
    expect((await request(path)).status, path).toBe(200);
  }
  for (const path of ['validations', 'recommendations', 'families', 'workflows']) {
    const response = await request(
      `/api/${path}/${encodeURIComponent(text)}${path === 'workflows' ? '/report' : ''}`,
    );
    expect(response.status, path).toBe(404);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  }
  const note = await post(`/api/validations/${made.id}/approve`, { note: text });
  expect(note.status).toBe(200);
  const { n } = (await env.DB.prepare('select count(*) as n from validations').first<{ n: number }>())!;
  expect(n).toBeGreaterThan(0);
});

it('puts nothing of a request into a header or a line of the log', async () => {
  const line = 'first\r\nX-Injected: yes\r\n\r\n{"level":"error"}';
  for (const path of [
    `/api/validations/${encodeURIComponent(line)}`,
    `/api/${encodeURIComponent(line)}`,
    `/api/validations?cursor=${encodeURIComponent(line)}`,
    `/api/events?topic=${encodeURIComponent(line)}`,
  ]) {
    const response = await request(path, { headers: { 'X-Request-Id': 'mine' } });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.headers.get('X-Injected')).toBeNull();
    expect(response.headers.get('X-Request-Id')).not.toBe('mine');
  }
  for (const entry of written) expect(String(entry)).not.toMatch(/[\r\n]/);
});

it('keys that every object has are fields like any other: unknown ones', async () => {
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString']) {
    const response = await post('/api/validate', `{"content":"# A\\n","${key}":{"admin":true}}`);
    expect(response.status, key).toBe(422);
  }
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

const deep = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000);

it('JSON of 10,000 levels is refused', async () => {
  for (const body of [
    deep('[', ']'),
    `{"content":${deep('[', ']')}}`,
    `{"content":"# A","validation_types":${deep('[', ']')}}`,
    `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  ]) {
    const response = await post('/api/validate', body);
    expect([400, 422]).toContain(response.status);
  }
  const pack = await request('/api/families/deep/test', {
    method: 'POST',
    headers: { 'Content-Type': 'application/yaml' },
    body: `rules: ${deep('[', ']')}`,
  });
  expect(pack.status).toBe(422);
});

it('a document is in no line of the log, whatever fails', async () => {
  const secret = 'a sentence that nobody else may read';
  const batch = vi.spyOn(env.DB, 'batch').mockRejectedValueOnce(new Error('D1_ERROR: overloaded'));
  const response = await post('/api/validate', { content: `# A\n\n${secret}\n`, file_path: `${secret}.md` });
  batch.mockRestore();
  expect(response.status).toBeGreaterThanOrEqual(500);
  expect(await response.text()).not.toContain(secret);
  const made = (await (
    await post('/api/validate', { content: `# A\n\n${secret}\n` })
  ).json()) as ValidateResponse;
  expect(made.id).toBeDefined();
  expect(JSON.stringify(written)).not.toContain(secret);
});
