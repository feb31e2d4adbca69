/** A receiver of webhooks on loopback. It verifies signatures with the library of Standard Webhooks, and fails now and then. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { LiveEvent } from '../../src/shared/events.ts';
import type { Random } from '../fuzz/random.ts';

/** How often it answers 500, or closes the connection without an answer. Each time the webhook waits 5 s. */
const FAILS = 0.000_6;
const BREAKS = 0.000_4;

interface Subscriber {
  key: Webhook;
  /** The events that it took, in the order of their first arrival. */
  taken: LiveEvent[];
  /** The message ids of these. */
  ids: Set<string>;
  repeats: number;
  failed: number;
  wrong: string[];
}

export class Receiver {
  readonly #server: Server;
  readonly #random: Random;
  readonly #subscribers = new Map<string, Subscriber>();

  private constructor(server: Server, random: Random) {
    this.#server = server;
    this.#random = random;
  }

  static async start(random: Random): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server, random);
    server.on('request', (request, response) => {
      void (async () => {
        const status = receiver.#take(request.url ?? '', request.headers, await text(request));
        if (status === null) request.socket.destroy();
        else response.writeHead(status).end();
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  /** The address of a subscriber. */
  urlOf(name: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
    return `http://127.0.0.1:${address.port}/${name}`;
  }

  /** @param secret - the key of its signatures */
  add(name: string, secret: string): void {
    this.#subscribers.set(`/${name}`, {
      key: new Webhook(secret),
      taken: [],
      ids: new Set(),
      repeats: 0,
      failed: 0,
      wrong: [],
    });
  }

  subscriber(name: string): Subscriber {
    const found = this.#subscribers.get(`/${name}`);
    if (!found) throw new Error(`there is no subscriber ${name}`);
    return found;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @returns the status of its answer; null when it breaks the connection off */
  #take(path: string, headers: Record<string, unknown>, body: string): number | null {
    const one = this.#subscribers.get(path);
    if (!one) return 404;
    const chance = this.#random.next();
    if (chance < FAILS + BREAKS) {
      one.failed += 1;
      return chance < FAILS ? 500 : null;
    }
    const id = String(headers['webhook-id']);
    try {
      one.key.verify(body, {
        'webhook-id': id,
        'webhook-timestamp': String(headers['webhook-timestamp']),
        'webhook-signature': String(headers['webhook-signature']),
      });
    } catch (error) {
      one.wrong.push(`${id}: ${String(error)}`);
      return 400;
    }
    if (one.ids.has(id)) {
      one.repeats += 1;
      return 204;
    }
    const { data } = JSON.parse(body) as { data: LiveEvent };
    const last = one.taken.at(-1)?.id ?? 0;
    if (data.id <= last) one.wrong.push(`${id}: event ${data.id} came after ${last}`);
    one.ids.add(id);
    one.taken.push(data);
    return 204;
  }
}
