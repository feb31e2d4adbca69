/** The server that is tried, and what makes events there. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'ws://127.0.0.1:8586' },
    token: { type: 'string' },
    slow: { type: 'boolean', default: false },
  },
});

export const { token, slow } = values;
export const socketOrigin = new URL(values.url.replace(/^http/, 'ws')).origin;
export const httpOrigin = socketOrigin.replace(/^ws/, 'http');

export interface Event {
  id: number;
  type: string;
  timestamp: string;
  actor: string;
  validation_id?: string;
  recommendation_id?: string;
  family?: string;
  [field: string]: unknown;
}

interface EventPage {
  results: Event[];
  has_more: boolean;
  next_after: number;
}

/** Two findings, so that a validation makes several events. */
const DOCUMENT = '# Title\n\n### Skipped a level\n\nText with trailing spaces   \n';

/** A family that nobody else writes to: what is on its topic is of this test alone. */
export function ownFamily(): string {
  return `c-${randomUUID().slice(0, 30)}`;
}

export function authorization(credential = token): Record<string, string> {
  return credential === undefined ? {} : { Authorization: `Bearer ${credential}` };
}

/** @throws Error when the server refuses */
export async function call<T>(path: string, body?: unknown, headers = authorization()): Promise<T> {
  const response = await fetch(`${httpOrigin}${path}`, {
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Makes a validation, with the events that tell of it. @returns its id */
export async function validate(family: string, filePath = `${randomUUID()}.md`): Promise<string> {
  const document = { content: DOCUMENT, file_path: filePath, family };
  return (await call<{ validation_id: string }>('/api/validate', document)).validation_id;
}

/** The log by REST, oldest first: what a connection must have got. */
export async function readLog(topic: string, after = 0): Promise<Event[]> {
  const events: Event[] = [];
  for (let from = after; ;) {
    const page = await call<EventPage>(`/api/events?topic=${topic}&after=${from}&limit=200`);
    events.push(...page.results);
    if (!page.has_more) return events;
    from = page.next_after;
  }
}

/** The last event of the log. */
export async function head(): Promise<number> {
  return (await call<{ position: number }>('/api/validations?limit=1')).position;
}
