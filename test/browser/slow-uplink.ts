/** An HTTP proxy that passes a given number of requests with documents and never answers the others. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { freePort } from './service.ts';

export class SlowUplink {
  readonly url: string;
  /** Paths of the documents in the requests that were passed. */
  readonly paths: string[] = [];
  /** How many more requests with documents are passed. */
  open = 0;
  /** How many requests are held without an answer. */
  held = 0;
  readonly #target: string;
  readonly #server = createServer((request, response) => {
    this.#pass(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  private constructor(port: number, target: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#target = target;
  }

  /** @param target - the URL of the service */
  static async create(target: string): Promise<SlowUplink> {
    const port = await freePort();
    const uplink = new SlowUplink(port, target);
    uplink.#server.listen(port, '127.0.0.1');
    await once(uplink.#server, 'listening');
    return uplink;
  }

  async remove(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const body = await buffer(request);
    if (method === 'POST' && url.endsWith('/documents')) {
      if (this.open === 0) {
        this.held += 1;
        return;
      }
      this.open -= 1;
      const { documents } = JSON.parse(body.toString()) as { documents: { file_path: string }[] };
      this.paths.push(...documents.map(({ file_path }) => file_path));
    }
    const answer = await fetch(new URL(url, this.#target), {
      method,
      ...(body.length > 0 && { body, headers: { 'Content-Type': 'application/json' } }),
    });
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('Content-Type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }
}
