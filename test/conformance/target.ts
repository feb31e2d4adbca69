/** The server under test, and functions that make events there. */
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
  [field: string]: unknown;
}

interface EventPage {
  results: Event[];
  has_more: boolean;
  next_after: number;
}

/** A document with two findings, so that its validation makes several events. */
const DOCUMENT = '# Title\n\n### Skipped a level\n\nText with trailing spaces   \n';

export function authorization(credential = token): Record<string, string> {
  return credential === undefined ? {} : { Authorization: `Bearer ${credential}` };
}

/** Sends a REST request. @throws Error when the server refuses it */
export async function call<T>(path: string, body?: unknown, headers = authorization()): Promise<T> {
  const response = await fetch(`${httpOrigin}${path}`, {
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** A validation of one test, whose topic has no other events. */
export class Own {
  readonly id: string;
  #isApproved = false;

  private constructor(id: string) {
    this.id = id;
  }

  /** Creates a validation: one event for itself and one for each recommendation. */
  static async create(filePath = `${randomUUID()}.md`): Promise<Own> {
    const document = { content: DOCUMENT, file_path: filePath };
    return new Own((await call<{ validation_id: string }>('/api/validate', document)).validation_id);
  }

  get topic(): string {
    return `validation_${this.id}`;
  }

  /** Makes one decision, and therefore one event. */
  async decide(): Promise<void> {
    await call(`/api/validations/${this.id}/${this.#isApproved ? 'reopen' : 'approve'}`, {});
    this.#isApproved = !this.#isApproved;
  }

  /** All its events so far. */
  log(after = 0): Promise<Event[]> {
    return readLog(this.topic, after);
  }
}

/** Reads the log by REST, oldest first: what a connection must have received. */
async function readLog(topic: string, after = 0): Promise<Event[]> {
  const events: Event[] = [];
  for (let from = after; ;) {
    const page = await call<EventPage>(`/api/events?topic=${topic}&after=${from}&limit=200`);
    events.push(...page.results);
    if (!page.has_more) return events;
    from = page.next_after;
  }
}

/** Returns the id of the last event of the log. */
export async function head(): Promise<number> {
  return (await call<{ position: number }>('/api/validations?limit=1')).position;
}
