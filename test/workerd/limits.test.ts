import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_MESSAGES_PER_MINUTE, MAX_SOCKETS_PER_PRINCIPAL } from '../../src/shared/limits.ts';
import {
  ADMIN,
  ask,
  bearer,
  closedWith,
  connect,
  makeToken,
  sendJson,
  silenceDenials,
} from './deployment.ts';

beforeEach(() => void silenceDenials());

describe('limits', () => {
  it(`let one token have ${MAX_SOCKETS_PER_PRINCIPAL} connections`, async () => {
    const { token } = await makeToken({ name: 'many', role: 'viewer' });
    const open: WebSocket[] = [];
    for (let n = 0; n < MAX_SOCKETS_PER_PRINCIPAL; n += 1) {
      const { socket, first } = await connect('/ws/validation_updates', bearer(token));
      expect(first).toContain('connection_established');
      open.push(socket);
    }
    expect((await connect('/ws/validation_updates', bearer(token))).first).toBe('4100');
    const other = await makeToken({ name: 'another', role: 'viewer' });
    const { first, socket } = await connect('/ws/validation_updates', bearer(other.token));
    expect(first).toContain('connection_established');
    for (const one of [...open, socket]) one.close(1000, 'done');
  });

  it(`let a connection send ${MAX_MESSAGES_PER_MINUTE} messages a minute`, async () => {
    const { socket, codes } = await connect('/ws/validation_updates', bearer(ADMIN));
    for (let n = 0; n <= 2 * MAX_MESSAGES_PER_MINUTE; n += 1) socket.send('{"type":"ack","position":0}');
    await closedWith(codes, 4100);
  });

  it('answer 429 beyond the rate of a token, and of an address that nobody is known at', async () => {
    const none = { limit: async () => ({ success: false }) };
    const { token } = await makeToken({ name: 'busy', role: 'viewer' });
    const limited = { RATE_BY_PRINCIPAL: none } as never;
    const response = await ask('/api/stats', { headers: bearer(token) }, limited);
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
    expect((await ask('/api/stats', {}, limited)).status).toBe(401);
    const byAddress = { RATE_BY_ADDRESS: none } as never;
    expect((await ask('/api/stats', { headers: bearer('guess') }, byAddress)).status).toBe(429);
    expect((await ask('/api/session', sendJson('POST', { token: 'guess' }), byAddress)).status).toBe(429);
    expect((await ask('/api/stats', { headers: bearer(token) }, byAddress)).status).toBe(200);
  });

  it('are kept by the platform: an address is stopped in the end', async () => {
    const statuses = new Set<number>();
    // A minute may end while it asks, and then it is counted anew.
    for (let n = 0; n < 700 && !statuses.has(429); n += 1) {
      statuses.add((await ask('/api/stats', { headers: { 'CF-Connecting-IP': '192.0.2.1' } })).status);
    }
    expect([...statuses]).toEqual([401, 429]);
  });
});
