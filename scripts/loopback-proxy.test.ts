import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTo, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { MAX_CLIENT_MESSAGE_LENGTH } from '../src/shared/limits.ts';
import { createLoopbackProxy } from './loopback-proxy.mjs';
import { MAX_MESSAGE_BYTES } from './websocket-relay.mjs';

const opened: (() => void)[] = [];
afterEach(() => opened.splice(0).forEach((close) => close()));

const portOf = (server: Server | WebSocketServer) => (server.address() as AddressInfo).port;

/** Connects through the proxy to what listens on a port. */
async function connect(port: number): Promise<WebSocket> {
  const proxy = createLoopbackProxy({ port, key: 'k' }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${portOf(proxy)}/ws/x`);
  opened.push(() => {
    socket.terminate();
    proxy.closeAllConnections();
    proxy.close();
  });
  return socket;
}

/** A service that sends every message back, and its record of them and of closes. */
async function echo(options = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: 0, ...options });
  await once(server, 'listening');
  const messages: number[] = [];
  const closes: number[] = [];
  server.on('connection', (socket) => {
    socket.on('close', (code) => closes.push(code));
    socket.on('message', (data: Buffer, isBinary) => {
      messages.push(data.length);
      socket.send(data, { binary: isBinary });
    });
  });
  opened.push(() => server.close());
  return { server, port: portOf(server), messages, closes };
}

/** A service that upgrades, sends these bytes, and leaves the connection open, whatever it receives. */
async function stuck(
  bytes: readonly number[],
  upgraded: (socket: Socket) => void = () => undefined,
): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.once('data', (request) => {
      const key = /^sec-websocket-key: *(\S+)/im.exec(request.toString())?.[1] ?? '';
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept(key)}`].join('\r\n')}\r\n\r\n`);
      // One byte at a time, so that no header arrives in one piece.
      for (const byte of bytes) socket.write(Buffer.from([byte]));
      upgraded(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  opened.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

/** RFC 6455, 4.2.2. */
function accept(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** A close frame with the code 4001 and the reason `ended`. */
const CLOSE_4001 = [0x88, 0x07, 0x0f, 0xa1, ...Buffer.from('ended')];

describe('a WebSocket through the proxy', () => {
  it('gets everything back as it was sent, in messages of every size', async () => {
    const { port } = await echo();
    const socket = await connect(port);
    const received: Buffer[] = [];
    socket.on('message', (data: Buffer) => received.push(data));
    await once(socket, 'open');
    const sent = [0, 1, 125, 126, 127, 4_096, MAX_MESSAGE_BYTES].map((size) =>
      Buffer.alloc(size, size % 251),
    );
    for (const message of sent) socket.send(message);
    await expect.poll(() => received).toEqual(sent);
  });

  it('gets long messages from the service', async () => {
    const { server, port } = await echo();
    const long = 'x'.repeat(3_000_000);
    server.on('connection', (socket) => socket.send(long));
    const [data] = (await once(await connect(port), 'message')) as [Buffer];
    expect(data.toString()).toBe(long);
  });

  it('takes every message that the hub could take', () => {
    expect(Buffer.byteLength('€'.repeat(MAX_CLIENT_MESSAGE_LENGTH))).toBe(MAX_MESSAGE_BYTES);
  });

  it.each([MAX_MESSAGE_BYTES + 1, 1_000_000, 40_000_000])(
    'is closed with 1009 when it sends %i bytes, of which the service gets none',
    async (size) => {
      const { port, messages, closes } = await echo();
      const socket = await connect(port);
      await once(socket, 'open');
      socket.send(Buffer.alloc(size));
      expect((await once(socket, 'close'))[0]).toBe(1009);
      expect(messages).toEqual([]);
      await expect.poll(() => closes).toEqual([1009]);
    },
  );

  it('is not reset while it sends a message that is too long', async () => {
    const { port, closes } = await echo();
    const socket = await connect(port);
    await once(socket, 'open');
    socket.pause();
    socket.send(Buffer.alloc(40_000_000));
    await expect.poll(() => closes).toEqual([1009]);
    await expect.poll(() => socket.bufferedAmount).toBe(0);
    // The close was not lost: it is read now.
    socket.resume();
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });

  it('is closed with 1009 when the parts of a message are too long together', async () => {
    const { port, messages } = await echo();
    const socket = await connect(port);
    await once(socket, 'open');
    for (const fin of [false, false, true]) socket.send(Buffer.alloc(MAX_MESSAGE_BYTES / 2), { fin });
    expect((await once(socket, 'close'))[0]).toBe(1009);
    expect(messages).toEqual([]);
  });

  it('sends many short messages without a limit', async () => {
    const { port, messages } = await echo();
    const socket = await connect(port);
    await once(socket, 'open');
    for (let n = 0; n < 100; n += 1) socket.send(Buffer.alloc(1_000));
    await expect.poll(() => messages).toHaveLength(100);
  });

  it('ends after a close, though the service keeps the connection', async () => {
    const socket = await connect(await stuck(CLOSE_4001));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4001, 'ended']);
  });

  it('ends after a close that it does not answer', async () => {
    const socket = await connect(await stuck(CLOSE_4001));
    await once(socket, 'open');
    // The library answers a close by this method.
    Object.assign(socket, { close: () => undefined });
    expect((await once(socket, 'close'))[0]).toBe(4001);
  });

  it('goes on until the client has answered a close, though the service has ended', async () => {
    let service: Socket | undefined;
    const port = await stuck(CLOSE_4001, (upgraded) => (service = upgraded.end().resume()));
    const proxy = createLoopbackProxy({ port, key: 'k' }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const client = connectTo({ port: portOf(proxy), allowHalfOpen: true });
    opened.push(() => {
      client.destroy();
      proxy.close();
    });
    const ended = vi.fn();
    client.on('end', ended);
    client.write(
      'GET /ws/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    let received = Buffer.alloc(0);
    client.on('data', (chunk) => (received = Buffer.concat([received, chunk])));
    await expect.poll(() => received.toString('latin1')).toContain('ended');
    await expect.poll(() => service?.closed).toBe(true);
    // Node's client reads a close late, when it has messages to inflate. An end before that is 1006 to it.
    client.write(Buffer.from([0x89, 0x80, 0, 0, 0, 0]));
    expect(ended).not.toHaveBeenCalled();
    client.write(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x0f, 0xa1]));
    await expect.poll(() => ended.mock.calls).toHaveLength(1);
  });

  it('that is refused gets the status of the service', async () => {
    const { port } = await echo({ verifyClient: () => false });
    const socket = await connect(port);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('401');
  });
});
