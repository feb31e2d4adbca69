/** A live connection that keeps every message in order. */
import { exports } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { LiveEvent } from '../../src/shared/events.ts';
import { FRAMED_PROTOCOL, type Frame } from '../../src/shared/protocol.ts';

export const ORIGIN = 'http://127.0.0.1:8586';

type Message = { type?: string } & Record<string, unknown>;

export interface Listener {
  response: Response;
  socket: WebSocket;
  /** All messages, parsed. */
  messages: Message[];
  closed: { code: number; reason: string }[];
  /** All events, from either encoding. */
  events(): LiveEvent[];
  frames(): Frame[];
  ids(): number[];
  /** Waits for a message of this type. */
  expectMessage(type: string): Promise<Message>;
  /** Waits until the last event has this id. */
  expectUpTo(id: number): Promise<void>;
  close(): void;
}

export async function listen(
  path: string,
  { framed = false, headers = {} }: { framed?: boolean; headers?: Record<string, string> } = {},
): Promise<Listener> {
  const response = await exports.default.fetch(`${ORIGIN}${path}`, {
    headers: {
      Upgrade: 'websocket',
      ...(framed && { 'Sec-WebSocket-Protocol': FRAMED_PROTOCOL }),
      ...headers,
    },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no socket: ${response.status} ${await response.text()}`);
  const messages: Message[] = [];
  const closed: { code: number; reason: string }[] = [];
  socket.addEventListener('message', ({ data }) => {
    messages.push(JSON.parse(String(data)) as Message);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    closed.push({ code, reason });
  });
  socket.accept();

  const frames = () => messages.filter((message) => 'from' in message) as unknown as Frame[];
  const events = () =>
    messages.flatMap((message) => {
      if ('from' in message) return (message as unknown as Frame).events;
      return typeof message['id'] === 'number' ? [message as unknown as LiveEvent] : [];
    });
  const ids = () => events().map(({ id }) => id);
  return {
    response,
    socket,
    messages,
    closed,
    events,
    frames,
    ids,
    expectMessage: (type) =>
      vi.waitFor(() => {
        const message = messages.find((one) => one.type === type);
        expect(message, `a message of type ${type}`).toBeDefined();
        return message!;
      }),
    expectUpTo: (id) => vi.waitFor(() => expect(ids().at(-1)).toBe(id), { timeout: 5_000 }),
    close: () => socket.close(1000, 'done'),
  };
}
