/** Sends requests to the service and reads its answers. Every failure becomes an {@link ApiError}. */
import * as v from 'valibot';
import { problemSchema, type Problem } from '../shared/api/problem.ts';
import { ApiError } from './api-error.ts';

/** Options of `createApi`. */
export interface ApiOptions {
  /** Origin of the service, e.g. `http://127.0.0.1:8586`. */
  baseUrl: string;
  /** A bearer token. A signed-in browser needs none. */
  token?: string;
  /** Called when the service answers 401. */
  onSignedOut?: () => void;
  /** Replaces the global `fetch`, e.g. in tests. */
  fetch?: typeof fetch;
}

/** Sends requests with the credential and address of the options. Every method throws {@link ApiError}. */
export class Requests {
  readonly #options: ApiOptions;
  readonly #fetch: typeof fetch;

  constructor(options: ApiOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  }

  /** Sends a request. @returns the answer, which has a status from 200 to 299 */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const { baseUrl, token, onSignedOut } = this.#options;
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    let response: Response;
    try {
      response = await this.#fetch(new URL(path, baseUrl), { ...init, headers });
    } catch (error) {
      throw new ApiError(unanswered(0, 'The service does not answer.'), { cause: error });
    }
    if (response.status === 401) onSignedOut?.();
    if (!response.ok) throw new ApiError(await readProblem(response), readRetryAfter(response));
    return response;
  }

  /** Sends a request and parses its answer as JSON. Query values that are undefined are left out. */
  async json<T>(path: string, query: object = {}, init?: RequestInit): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    const response = await this.send(search.size > 0 ? `${path}?${search}` : path, init);
    return read(response, () => response.json());
  }

  /** Sends a GET request and decodes its answer as UTF-8. */
  async text(path: string): Promise<string> {
    const response = await this.send(path);
    return utf8.decode(await read(response, () => response.arrayBuffer()));
  }
}

/** Options of a call that changes something. */
export interface CallOptions {
  /**
   * Identifies the call. When its answer was lost, repeat it with the same key: the service then answers as it did the
   * first time, and nothing is made twice. Without one, each call gets a new key.
   */
  idempotencyKey?: string;
}

/** Creates a key for {@link CallOptions}: 128 random bits. */
export function newIdempotencyKey(): string {
  // Not `randomUUID`, which browsers have only where a page came by HTTPS or from the same machine.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Adds the `Idempotency-Key` of a call to a request. */
export function once(
  init: RequestInit,
  { idempotencyKey = newIdempotencyKey() }: CallOptions = {},
): RequestInit {
  const headers = new Headers(init.headers);
  headers.set('Idempotency-Key', idempotencyKey);
  return { ...init, headers };
}

/** What must hold for a write. Otherwise it fails with an `ApiError` of status 412, and nothing is changed. */
export interface WriteConditions {
  /** The `etag` of what was read: it must not have changed since. `*`: it must exist. */
  ifMatch?: string;
  /** `*`: it must not exist yet. */
  ifNoneMatch?: '*';
}

/** Adds the conditions of a write to a request. */
export function conditional(init: RequestInit, { ifMatch, ifNoneMatch }: WriteConditions = {}): RequestInit {
  const headers = new Headers(init.headers);
  if (ifMatch !== undefined) headers.set('If-Match', ifMatch);
  if (ifNoneMatch !== undefined) headers.set('If-None-Match', ifNoneMatch);
  return { ...init, headers };
}

/** The options of a POST request with a JSON body. */
export function posting(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** Keeps the byte order mark, which `Response.text()` drops: offsets count it. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads the body of an answer. The body can break off or be malformed although the status was fine. */
async function read<T>(response: Response, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const detail = `The answer of the service (${response.status}) could not be read.`;
    throw new ApiError(unanswered(response.status, detail), { cause: error });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const text = await read(response, () => response.text());
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), problemSchema), text);
  if (parsed.success) return parsed.output;
  return unanswered(response.status, `The service answered ${response.status} ${response.statusText}.`);
}

/** Reads `Retry-After`: a number of seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function readRetryAfter(response: Response): { retryAfterMs?: number } {
  const header = response.headers.get('Retry-After') ?? '';
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.max(0, ms) };
}

/** Describes a failure for which the service sent no problem details. */
function unanswered(status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'No answer', status, detail, instance: '' };
}
