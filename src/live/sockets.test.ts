import { describe, expect, it } from 'vitest';
import { SLOW_READER_EVENTS } from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import type { Connection } from './connection.ts';
import { Sockets } from './sockets.ts';

const connection: Connection = {
  principal: { actor: 'reader', role: 'viewer', families: null },
  topics: ['validation_updates'],
  encoding: 'galley.v1',
  pingedAt: 0,
};

function connect(sockets: Sockets, about: Partial<Connection> = {}) {
  const { 0: client, 1: server } = new WebSocketPair();
  const closed: number[] = [];
  client.addEventListener('close', ({ code }) => {
    closed.push(code);
  });
  client.accept();
  server.accept();
  server.serializeAttachment({ ...connection, ...about });
  sockets.add(server);
  return { server, closed };
}
const failing = (what: string, error: unknown) => {
  throw new Error(what, { cause: error });
};
const STEP = 500;

describe('flow control', () => {
  it('sends a framed client away that falls behind, though it acknowledges what it reads', async () => {
    const sockets = new Sockets(failing);
    const { server } = connect(sockets);
    let to = 0;
    while (sockets.size > 0) {
      to += STEP;
      sockets.send(server, ['frame'], { to, count: STEP });
      // It reads half as fast as it is sent to.
      sockets.acknowledge(server, to / 2);
      expect(to).toBeLessThanOrEqual(SLOW_READER_EVENTS * 2 + STEP);
    }
    expect(to).toBeGreaterThan(SLOW_READER_EVENTS);
    expect(server.readyState).not.toBe(WebSocket.OPEN);
  });

  it('keeps a client that keeps up, and every flat one', () => {
    const sockets = new Sockets(failing);
    const framed = connect(sockets).server;
    const flat = connect(sockets, { encoding: 'flat' }).server;
    for (let to = STEP; to < SLOW_READER_EVENTS * 3; to += STEP) {
      sockets.send(framed, ['frame'], { to, count: STEP });
      sockets.acknowledge(framed, to);
      sockets.send(flat, ['event'], { to, count: STEP });
    }
    expect(sockets.size).toBe(2);
  });
});

describe('heartbeats', () => {
  it('go to those that never ping, and silence after a ping ends a connection', async () => {
    const sockets = new Sockets(failing);
    const passive = connect(sockets);
    const silent = connect(sockets, { pingedAt: 1 });
    sockets.beat(1_800_000_000_000, () => 0);
    await expect.poll(() => silent.closed).toEqual([CLOSE.silent]);
    expect(passive.closed).toEqual([]);
    expect(sockets.size).toBe(1);
  });
});
