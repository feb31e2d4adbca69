import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import {
  HEARTBEAT_INTERVAL_MS,
  MAX_CLIENT_MESSAGE_LENGTH,
  MAX_PROTOCOL_ERRORS,
  SWEEP_INTERVAL_MS,
} from '../../src/shared/limits.ts';
import { CLOSE } from '../../src/shared/protocol.ts';
import { closeListeners, open } from './opened-listeners.ts';
import { request } from './service.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeListeners();
});

/** The time until the hub's alarm, in milliseconds. */
const alarmInMs = () =>
  runInDurableObject(hubOf(env), async (_, { storage }) => (await storage.getAlarm())! - Date.now());

describe('the protocol', () => {
  it('answers a ping without waking the hub', async () => {
    const listener = await open('/ws/validation_updates');
    await listener.expectMessage('connection_established');
    const woken = vi.spyOn(Hub.prototype, 'webSocketMessage');
    listener.socket.send('{"type":"ping"}');
    expect(await listener.expectMessage('heartbeat')).toEqual({ type: 'heartbeat' });
    expect(woken).not.toHaveBeenCalled();
  });

  it('answers a ping that is written in another way', async () => {
    const listener = await open('/ws/validation_updates');
    listener.socket.send('{ "type": "ping" }');
    expect(await listener.expectMessage('heartbeat')).toEqual({ type: 'heartbeat' });
  });

  it('sends a heartbeat every 30 s to a connection that never pings', async () => {
    const listener = await open('/ws/validation_updates');
    await listener.expectMessage('connection_established');
    const next = await runInDurableObject(hubOf(env), (_hub, state) => state.storage.getAlarm());
    expect(next! - Date.now()).toBeGreaterThan(0);
    expect(next! - Date.now()).toBeLessThanOrEqual(30_000);
    await runDurableObjectAlarm(hubOf(env));
    expect(await listener.expectMessage('heartbeat')).toMatchObject({ timestamp: expect.any(String) });
    expect(await runInDurableObject(hubOf(env), (_hub, state) => state.storage.getAlarm())).not.toBeNull();
  });

  it('is looked after every 30 s while someone never pings, and every 60 s while all do', async () => {
    const pinging = await open('/ws/validation_updates');
    pinging.socket.send('{"type":"ping"}');
    await pinging.expectMessage('heartbeat');
    await runDurableObjectAlarm(hubOf(env));
    expect(await alarmInMs()).toBeGreaterThan(HEARTBEAT_INTERVAL_MS);
    expect(await alarmInMs()).toBeLessThanOrEqual(SWEEP_INTERVAL_MS);
    await open('/ws/validation_updates');
    expect(await alarmInMs()).toBeLessThanOrEqual(HEARTBEAT_INTERVAL_MS);
    await runDurableObjectAlarm(hubOf(env));
    expect(await alarmInMs()).toBeLessThanOrEqual(HEARTBEAT_INTERVAL_MS);
  });

  it('does not count a message of the protocol as an error, however often it comes', async () => {
    const listener = await open('/ws/validation_updates');
    for (let n = 0; n < MAX_PROTOCOL_ERRORS * 2; n += 1) listener.socket.send('{"type":"auth","token":"t"}');
    await vi.waitFor(() => expect(listener.messages).toHaveLength(MAX_PROTOCOL_ERRORS * 2 + 1));
    expect(listener.closed).toEqual([]);
  });

  it('answers what it does not know, and closes a flood of it', async () => {
    const listener = await open('/ws/validation_updates');
    listener.socket.send('hello');
    expect(await listener.expectMessage('error')).toMatchObject({ code: 'unknown_message' });
    for (let n = 0; n < MAX_PROTOCOL_ERRORS; n += 1) listener.socket.send(new Uint8Array([1, 2, 3]));
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code: CLOSE.protocolViolation }]));
    expect(listener.messages.filter(({ type }) => type === 'error')).toHaveLength(MAX_PROTOCOL_ERRORS);
  });

  it.each(['x', '€'])('answers a message of as many "%s" as it may have', async (character) => {
    const listener = await open('/ws/validation_updates');
    listener.socket.send(character.repeat(MAX_CLIENT_MESSAGE_LENGTH));
    expect(await listener.expectMessage('error')).toMatchObject({ code: 'unknown_message' });
    expect(listener.closed).toEqual([]);
  });

  it.each([
    ['one character more', 'x'.repeat(MAX_CLIENT_MESSAGE_LENGTH + 1)],
    ['one byte more', new Uint8Array(MAX_CLIENT_MESSAGE_LENGTH + 1)],
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['as much as the runtime takes', new Uint8Array(32 * 1_024 * 1_024)],
  ])('closes a connection that sends %s', async (_, message) => {
    const listener = await open('/ws/validation_updates');
    listener.socket.send(message);
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code: CLOSE.messageTooLong }]));
    expect(listener.messages.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it.each([
    ['/ws/nothing', CLOSE.badTopic],
    ['/ws/validation_1', CLOSE.badTopic],
    [
      `/ws/validation_updates?topics=${Array.from({ length: 11 }, (_, n) => `family_f${n}`).join(',')}`,
      CLOSE.badTopic,
    ],
    ['/ws/validation_updates?topics=family_cells&topics=nothing', CLOSE.badTopic],
    ['/ws/validation_updates?after=1&after=2', CLOSE.badRequest],
    ['/ws/validation_updates?after=-1', CLOSE.badRequest],
    ['/ws/validation_updates?after=soon', CLOSE.badRequest],
    [`/ws/${'%E2%82%AC'.repeat(200)}`, CLOSE.badTopic],
  ])('accepts and closes %s with %i', async (path, code) => {
    const listener = await open(path);
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code }]));
  });

  it('answers the subprotocol when it refuses, too, or a browser would see 1006', async () => {
    const listener = await open('/ws/nothing', { framed: true });
    expect(listener.response.headers.get('Sec-WebSocket-Protocol')).toBe('galley.v1');
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code: CLOSE.badTopic }]));
  });

  it('cuts a reason at what a close can carry, between characters', async () => {
    const origin = `https://${'x'.repeat(200)}.example`;
    const listener = await open('/ws/validation_updates', { headers: { Origin: origin } });
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code: CLOSE.notAllowed }]));
    expect(listener.closed[0]!.reason).toHaveLength(123);
  });

  it('closes a socket from another site with 4003', async () => {
    const listener = await open('/ws/validation_updates', { headers: { Origin: 'https://evil.example' } });
    await vi.waitFor(() => expect(listener.closed).toMatchObject([{ code: CLOSE.notAllowed }]));
  });

  it('answers 426 without an upgrade', async () => {
    const response = await request('/ws/validation_updates');
    expect(response.status).toBe(426);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  });

  it('holds no alarm when nobody listens', async () => {
    const listener = await open('/ws/validation_updates');
    await listener.expectMessage('connection_established');
    listener.close();
    await vi.waitFor(() => expect(listener.closed).toHaveLength(1));
    await vi.waitFor(async () => expect((await hubOf(env).status()).connections).toBe(0));
    await runDurableObjectAlarm(hubOf(env));
    expect(await runInDurableObject(hubOf(env), (_hub, state) => state.storage.getAlarm())).toBeNull();
  });
});
