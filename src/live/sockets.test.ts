import { describe, expect, it } from 'vitest';
import { HEARTBEAT_INTERVAL_MS, MAX_SOCKETS_PER_PRINCIPAL, SWEEP_INTERVAL_MS } from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import type { HubConnection } from './hub-connection.ts';
import { Sockets } from './sockets.ts';

const CONNECTION: HubConnection = {
  since: 0,
  principal: { actor: 'reader', role: 'viewer', families: null },
  topics: ['validation_updates'],
  encoding: 'galley.v1',
  conflate: false,
  pingedAt: 0,
};
const failing = (what: string, error: unknown) => {
  throw new Error(what, { cause: error });
};

function connect(sockets: Sockets, about: Partial<HubConnection> = {}) {
  const { 0: client, 1: server } = new WebSocketPair();
  const codes: number[] = [];
  client.addEventListener('close', ({ code }) => {
    codes.push(code);
  });
  client.accept();
  server.accept();
  server.serializeAttachment({ ...CONNECTION, ...about });
  sockets.add(server, 0);
  return { server, codes };
}

const until = (expires_at: number) => ({ principal: { ...CONNECTION.principal, expires_at } });

describe('heartbeats', () => {
  it('go to those that never ping, and silence after a ping ends a connection', async () => {
    const sockets = new Sockets(failing);
    const passive = connect(sockets);
    const silent = connect(sockets, { pingedAt: 1 });
    expect(sockets.beat(1_800_000_000_000, () => 0)).toBe(HEARTBEAT_INTERVAL_MS);
    await expect.poll(() => silent.codes).toEqual([CLOSE.silent]);
    expect(passive.codes).toEqual([]);
    expect(sockets.size).toBe(1);
  });

  it('are needed by nobody while all ping', () => {
    const sockets = new Sockets(failing);
    const now = 1_800_000_000_000;
    connect(sockets, { pingedAt: now - 1_000 });
    connect(sockets);
    expect(sockets.beat(now, () => now - 2_000)).toBe(SWEEP_INTERVAL_MS);
  });

  it('come no later than the first credential expires, and an expired one ends its connection', async () => {
    const sockets = new Sockets(failing);
    const now = 1_800_000_000_000;
    const ended = connect(sockets, until(now));
    connect(sockets, until(now + 5_000));
    connect(sockets, until(now + 7_000));
    connect(sockets);
    expect(sockets.beat(now, () => 0)).toBe(5_000);
    await expect.poll(() => ended.codes).toEqual([CLOSE.signIn]);
    expect(sockets.size).toBe(3);
  });
});

describe('who may connect', () => {
  const principal = { ...CONNECTION.principal, token_id: 'a' };

  it('is counted by credential, and again when one has gone', () => {
    const sockets = new Sockets(failing);
    const all = Array.from({ length: MAX_SOCKETS_PER_PRINCIPAL }, () => connect(sockets, { principal }));
    expect(sockets.fullness(principal)).toBeDefined();
    expect(sockets.fullness({ ...principal, token_id: 'b' })).toBeUndefined();
    sockets.forget(all[0]!.server);
    sockets.forget(all[0]!.server);
    expect(sockets.fullness(principal)).toBeUndefined();
  });

  it('is nobody whose right ended while the connection was on its way', () => {
    const sockets = new Sockets(failing);
    sockets.revoke({ token_id: 'a' });
    expect(sockets.isRevoked(principal)).toBe(true);
    expect(sockets.isRevoked({ ...principal, token_id: 'b' })).toBe(false);
    sockets.revoke({ sessions: ['s', 't'] });
    expect(sockets.isRevoked({ ...principal, token_id: 'b' })).toBe(false);
    expect(sockets.isRevoked({ ...principal, token_id: 'b', session: 's' })).toBe(true);
    expect(sockets.isRevoked({ ...principal, token_id: 'b', session: 'new' })).toBe(false);
  });
});
