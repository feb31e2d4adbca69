/** A service that has approved changes, for tests of `galley pull`. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ApprovedDocument, ApprovedPage } from '../../src/shared/api/patches.ts';
import type { Edit } from '../../src/shared/things.ts';

/** A document as the service has it, and what is to be replaced in it. */
export interface Approved {
  text: string;
  /** By rule: a text that occurs once, and its replacement. */
  changes: Record<string, readonly [string, string]>;
  certain?: boolean;
}

/** Answers what `galley pull` asks, one document a page. */
export class ApprovingService {
  /** Everything that was asked for, in order. */
  readonly asked: string[] = [];
  /** Page from which on nothing is answered. */
  silentFrom = Infinity;
  /** Is called before a text is answered. */
  beforeText = (): void => {};
  /** How many requests are answered 503 first. */
  away = 0;
  readonly #documents: ReadonlyMap<string, Approved>;
  readonly #server: Server;

  private constructor(documents: Readonly<Record<string, Approved>>) {
    this.#documents = new Map(Object.entries(documents));
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://service');
      this.asked.push(`${url.pathname}${url.search}`);
      if (this.away > 0) {
        this.away -= 1;
        response.writeHead(503, { 'Retry-After': '0' }).end();
        return;
      }
      const answer = this.#answer(url);
      if (answer === null) return;
      if (answer === undefined) response.writeHead(404).end();
      else response.end(answer);
    });
  }

  static async start(documents: Readonly<Record<string, Approved>>): Promise<ApprovingService> {
    const service = new ApprovingService(documents);
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    return service;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** @returns null for what is never answered, undefined for what is not there */
  #answer({ pathname, searchParams }: URL): string | null | undefined {
    const paths = [...this.#documents.keys()];
    const [, family, what] = /^\/api\/families\/(\w+)(?:\/(\w+))?$/.exec(pathname) ?? [];
    if (family !== undefined && what === undefined) {
      return JSON.stringify({ rules: [{ id: 'MD009' }, { id: 'MD010' }] });
    }
    if (what === 'approved') {
      const cursor = searchParams.get('cursor');
      const index = cursor === null ? 0 : paths.indexOf(cursor) + 1;
      if (index >= this.silentFrom) return null;
      const path = paths[index];
      const page: ApprovedPage = {
        results: path === undefined ? [] : [this.#document(path, searchParams.get('rule_id')?.split(','))],
        next_cursor: index + 1 < paths.length && path !== undefined ? path : null,
        total: paths.length,
        position: 1,
      };
      return JSON.stringify(page);
    }
    const [, id] = /^\/api\/validations\/(.+)\/content$/.exec(pathname) ?? [];
    if (id !== undefined) this.beforeText();
    return id === undefined ? undefined : this.#documents.get(decodeURIComponent(id))?.text;
  }

  #document(path: string, rules?: readonly string[]): ApprovedDocument {
    const { text, changes, certain = false } = this.#documents.get(path)!;
    return {
      file_path: path,
      validation_id: path,
      content_sha256: createHash('sha256').update(text).digest('hex'),
      flavor: 'gfm',
      changes: Object.entries(changes)
        .filter(([rule]) => rules?.includes(rule) ?? true)
        .map(([rule, [from, to]]) => ({
          id: `${path} ${rule}`,
          rule_id: rule,
          title: `Replace ${from}`,
          status: 'approved',
          edits: [editOf(text, from, to)],
          certain,
          effects: [],
        })),
    };
  }
}

function editOf(text: string, from: string, to: string): Edit {
  const start = text.indexOf(from);
  return { start, end: start + from.length, expected: from, text: to };
}
