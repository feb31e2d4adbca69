/** What tests do to the service, through its public door. */
import { exports } from 'cloudflare:workers';
import type { EventPage } from '../../src/shared/api/events.ts';
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

export async function submit(
  content: string,
  filePath = 'test.md',
  family = 'default',
): Promise<ValidateResponse> {
  const response = await post('/api/validate', { content, file_path: filePath, family });
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

/** A document without findings: exactly one event. */
export const CLEAN = '# A clean page\n\nNothing to find here.\n';
/** A heading that skips a level: a finding with a recommendation. */
export const SKIPPED = '# Title\n\nText.\n\n### Too deep\n\nText.\n';

/** The whole log after a position. */
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
