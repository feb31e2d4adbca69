/** Requests to a service that is killed now and then: counted, and repeated with the same key until they are answered. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApiError,
  createApi,
  newIdempotencyKey,
  type CallOptions,
  type GalleyApi,
} from '../../src/client/index.ts';

/** How long a request may take on a busy machine. */
const PATIENCE_MS = 120_000;
const AGAIN_AFTER_MS = 250;
const ID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** The times in which the service was down on purpose. */
export class Outages {
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  begin(): void {
    this.#from.push(Date.now());
  }

  end(): void {
    this.#to.push(Date.now());
  }

  get isDown(): boolean {
    return this.#from.length > this.#to.length;
  }

  get count(): number {
    return this.#from.length;
  }

  /** Whether it was down at any time since then. */
  since(time: number): boolean {
    return this.isDown || this.#to.some((end) => end >= time);
  }
}

/** The requests of a soak: how many, how they were answered, and which answers nobody may give. */
export class Requests {
  readonly api: GalleyApi;
  readonly #url: string;
  readonly #outages: Outages;
  readonly #counts = new Map<string, number>();
  /** Errors of the service, and answers that did not come, while it was not down. */
  readonly faults: string[] = [];
  /** How often a request was repeated. */
  repeats = 0;

  constructor(url: string, outages: Outages) {
    this.#url = url;
    this.#outages = outages;
    this.api = createApi({ baseUrl: url, fetch: (input, init) => this.#fetch(input, init) });
  }

  /** How many requests had which status, by method and path without ids. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Asks for a text or a file. */
  async read(path: string): Promise<string> {
    return (await this.#fetch(new URL(path, this.#url))).text();
  }

  /**
   * Asks until there is an answer.
   *
   * @param work - is given the key under which the request is known
   * @throws {ApiError} when it is refused
   */
  async insist<Answer>(
    work: (api: GalleyApi, call: Required<CallOptions>) => Promise<Answer>,
  ): Promise<Answer> {
    const call = { idempotencyKey: newIdempotencyKey() };
    for (;;) {
      try {
        return await work(this.api, call);
      } catch (error) {
        if (!isUnanswered(error)) throw error;
        this.repeats += 1;
        do await sleep(AGAIN_AFTER_MS);
        while (this.#outages.isDown);
      }
    }
  }

  async #fetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const began = Date.now();
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const route = `${init.method ?? 'GET'} ${pathname.replaceAll(ID, ':id')}`;
    const note = (status: number, text = '') => {
      const name = `${route} ${status}`;
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
      if ((status === 0 || status >= 500) && !this.#outages.since(began))
        this.faults.push(`${new Date().toISOString()} ${name} ${text}`);
    };
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      note(response.status, response.status >= 500 ? await response.clone().text() : '');
      return response;
    } catch (error) {
      note(0, String(error instanceof Error ? (error.cause ?? error) : error));
      throw error;
    }
  }
}

/** Whether a request may be repeated: the service did not answer, or could not. */
function isUnanswered(error: unknown): boolean {
  if (error instanceof ApiError) return error.status < 400 || error.status >= 500;
  // Of `fetch` itself.
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}
