/** Helpers for tests of the service, through its public API. */
import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { EventPage } from '../../src/shared/api/events.ts';
import type { Problem } from '../../src/shared/api/problem.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { ORIGIN } from './listener.ts';

export function request(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${path}`, init);
}

export async function getJson<T>(path: string): Promise<T> {
  const response = await request(path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return request(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** @param filePath - of a document of its own, unless given: a newer version supersedes the older one */
export async function submit(
  content: string,
  filePath = `test-${crypto.randomUUID()}.md`,
  family = 'default',
): Promise<ValidateResponse> {
  const response = await post('/api/validate', { content, file_path: filePath, family });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

/** A document without findings, which makes exactly one event. */
export const CLEAN = '# A clean page\n\nNothing to find here.\n';
/** A skipped heading level: a finding with a recommendation. */
export const SKIPPED = '# Title\n\nText.\n\n### Too deep\n\nText.\n';

/** Reads the whole log after a position. */
export async function readLog(after = 0, topic = 'validation_updates'): Promise<LiveEvent[]> {
  const events: LiveEvent[] = [];
  for (let from = after; ;) {
    const page = await getJson<EventPage>(`/api/events?after=${from}&topic=${topic}&limit=200`);
    events.push(...page.results);
    if (!page.has_more) return events;
    from = page.next_after;
  }
}

export async function head(): Promise<number> {
  return (await getJson<EventPage>('/api/events?limit=1')).position;
}

export async function expectProblem(response: Response, status: number): Promise<Problem> {
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

export function multipart(
  files: Record<string, string | Uint8Array<ArrayBuffer>>,
  fields: Record<string, string> = {},
): RequestInit {
  const body = new FormData();
  for (const [name, content] of Object.entries(files)) body.append('file', new File([content], name));
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  return { method: 'POST', body };
}
