/** A client that keeps every message. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorization, socketOrigin, type Event } from './target.ts';

export const FRAMED = 'galley.v1';
/** How long an expected message may take. */
const PATIENCE_MS = 15_000;
/** How long to wait for something that must not happen. */
const QUIET_MS = 300;

/** Any message of the server. The requirements check its fields. */
export interface Message {
  type?: string;
  topic?: string;
  topics?: string[];
  position?: number;
  head?: number;
  protocol?: string;
  actor?: string;
  code?: string;
  message?: string;
  timestamp?: string;
  id?: number;
  events?: Event[];
}
/** A frame of events. */
export interface Frame {
  from: number;
  to: number;
  events: Event[];
}
interface Options {
  framed?: boolean;
  headers?: Record<string, string>;
}

/** Node's own WebSocket accepts headers. https://undici.nodejs.org/#/docs/api/WebSocket */
type Connect = new (
  url: string,
  options: { protocols: string[]; headers: Record<string, string> },
) => WebSocket;
const Socket = WebSocket as unknown as Connect;

/** A WebSocket connection that records everything. */
export class Connection {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  closed: { code: number; reason: string } | undefined;

  constructor(path: string, { framed = false, headers = authorization() }: Options = {}) {
    this.socket = new Socket(`${socketOrigin}${path}`, { protocols: framed ? [FRAMED] : [], headers });
    this.socket.addEventListener('message', ({ data }) => {
      this.messages.push(JSON.parse(String(data)) as Message);
    });
    this.socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason };
    });
  }

  get frames(): Frame[] {
    return this.messages.filter((message): message is Frame & Message => message.events !== undefined);
  }

  /** The events of either encoding. */
  get events(): Event[] {
    return this.messages.flatMap((message): Event[] => {
      if (message.events) return message.events;
      return message.id === undefined ? [] : [message as Event];
    });
  }

  get ids(): number[] {
    return this.events.map(({ id }) => id);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Waits for the first message of a type. */
  message(type: string): Promise<Message> {
    return eventually(`a message of type ${type}`, () => this.messages.find((one) => one.type === type));
  }

  /** Waits for the last of these events. */
  async upTo(log: readonly Event[]): Promise<void> {
    const last = log.at(-1)?.id ?? 0;
    await eventually(`event ${last}`, () => this.ids.includes(last) || undefined);
  }

  /** Waits for the close. @returns its code */
  async end(): Promise<number> {
    return (await eventually('a close', () => this.closed)).code;
  }

  close(): void {
    this.socket.close();
  }
}

/** Opens a connection, and waits for its first message. */
export async function open(path: string, options: Options = {}): Promise<Connection> {
  const connection = new Connection(path, options);
  await eventually('the first message', () => connection.messages[0]);
  return connection;
}

/** Polls until `look` returns something. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined,
  withinMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < deadline, `${what} did not come within ${withinMs / 1_000} s`);
    await sleep(10);
  }
}

/** Waits long enough for a message that must not come. */
export async function quiet(): Promise<void> {
  await sleep(QUIET_MS);
}
