import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  CLIENT_PING_INTERVAL_MS,
  CLIENT_PONG_TIMEOUT_MS,
  CLIENT_REQUEST_TIMEOUT_MS,
} from '../shared/limits.ts';
import { CLOSE, PING_TEXT } from '../shared/protocol.ts';
import { ScriptedService } from '../../test/workerd/scripted-service.ts';
import { LONG_MS, settle, start, useScriptedTime } from '../../test/workerd/scripted-subscriber.ts';
import { ESTABLISH_TIMEOUT_MS } from './client-connection.ts';

useScriptedTime();

describe('whatever happens', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('append' as const),
      count: fc.integer({ min: 1, max: 4 }),
      skip: fc.integer({ min: 0, max: 2 }),
      fate: fc.constantFrom('arrives' as const, 'is lost' as const, 'comes twice' as const),
    }),
    fc.record({
      do: fc.constant('close' as const),
      code: fc.constantFrom(1006, CLOSE.slowReader, CLOSE.goingAway),
    }),
    fc.record({ do: fc.constant('restore' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ do: fc.constant('refuse' as const), refuses: fc.boolean() }),
    fc.record({
      do: fc.constant('snapshots' as const),
      ms: fc.constantFrom(0, 3, 300),
      fail: fc.boolean(),
    }),
    fc.record({ do: fc.constant('reconnect' as const) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 100, 1_000, 20_000) }),
  );

  it('has every event once and in order: after gaps, repeats, resets, lost connections and late snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const service = new ScriptedService();
        service.append(3);
        const subscriber = start(service);
        for (const one of steps) {
          switch (one.do) {
            case 'append':
              service.fate = one.fate;
              service.append(one.count, one.skip);
              break;
            case 'close':
              service.open?.fail(one.code);
              break;
            case 'restore':
              // A client that is away cannot be told that ids are reused; a connected one is.
              if (service.open) service.restore(Math.floor(service.log.length * one.share));
              break;
            case 'refuse':
              service.refuses = one.refuses;
              break;
            case 'snapshots':
              service.snapshotMs = one.ms;
              service.snapshotFails = one.fail;
              break;
            case 'reconnect':
              subscriber.subscription.reconnectNow();
              break;
            case 'wait':
              await settle(one.ms);
          }
          expect(subscriber.ids).toEqual([...new Set(subscriber.ids)].toSorted((a, b) => a - b));
        }
        Object.assign(service, { refuses: false, snapshotMs: 0, snapshotFails: false, fate: 'arrives' });
        await settle(LONG_MS);
        service.append(1);
        await settle(LONG_MS);
        expect(subscriber.names).toEqual(service.log.map(({ name }) => name));
        expect(subscriber.subscription.position).toBe(service.head);
        expect(subscriber.ids).toEqual([...new Set(subscriber.ids)].toSorted((a, b) => a - b));
        subscriber.subscription.close();
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('a reset', () => {
  it('makes an older snapshot that is still on its way worthless', async () => {
    const service = new ScriptedService();
    service.append(9);
    const subscriber = start(service);
    await settle();
    service.snapshotMs = 500;
    service.restore(7);
    await settle(10);
    service.snapshotMs = 10;
    service.restore(2);
    await settle(50);
    service.append(1);
    await settle(1_000);
    expect(subscriber.ids).toEqual([2, 3]);
    expect(subscriber.problems).toEqual([]);
    expect(service.sockets).toHaveLength(1);
  });

  it('makes what came before it worthless, too', async () => {
    const service = new ScriptedService();
    service.append(5);
    const subscriber = start(service);
    await settle();
    service.snapshotMs = 500;
    service.restore(3);
    service.append(1);
    service.restore(3);
    service.append(1);
    await settle(1_000);
    expect(subscriber.names).toEqual(service.log.map(({ name }) => name));
    expect(subscriber.ids).toEqual([3, 4]);
    service.restore(3);
    await settle(100);
    service.append(1);
    service.restore(3);
    await settle(100);
    service.append(1);
    await settle(1_000);
    expect(subscriber.names).toEqual(service.log.map(({ name }) => name));
  });

  it('resumes from a snapshot that is older than where the stream goes on', async () => {
    const service = new ScriptedService();
    service.append(5);
    let position = 5;
    const subscriber = start(service, { snapshot: () => Promise.resolve({ position, names: [] }) });
    await settle();
    position = 3;
    service.open?.say({ type: 'reset', position: 5 });
    await settle();
    expect(subscriber.ids).toEqual([3, 4, 5]);
    expect(subscriber.problems).toEqual(['old_snapshot']);
  });
});

describe('a service that is not well', () => {
  it('is asked for the first snapshot again and again, more and more slowly', async () => {
    const service = new ScriptedService();
    service.snapshotFails = true;
    const waits: (number | undefined)[] = [];
    const subscriber = start(service, {
      onState: (state, { retryInMs }) => void (state === 'disconnected' && waits.push(retryInMs)),
    });
    await settle(10_000);
    expect(waits.slice(0, 5)).toEqual([250, 500, 1_000, 2_000, 4_000]);
    expect(subscriber.subscription.state).toBe('disconnected');
    service.snapshotFails = false;
    await settle(LONG_MS);
    expect(subscriber.subscription.state).toBe('live');
  });

  it('that always has gaps is not hammered', async () => {
    const service = new ScriptedService();
    service.append(5);
    const subscriber = start(service);
    await settle();
    vi.spyOn(service, 'accept').mockImplementation((socket) => socket.frame(99, service.log));
    service.open?.fail(CLOSE.goingAway);
    await settle(LONG_MS);
    expect(service.sockets.length).toBeLessThan(20);
    expect(subscriber.problems.every((code) => code === 'gap')).toBe(true);
  });

  it('whose snapshot never ends is asked again', async () => {
    const service = new ScriptedService();
    service.append(2);
    let asked = 0;
    const subscriber = start(service, {
      snapshot: () => {
        asked += 1;
        return asked === 1 ? new Promise(() => undefined) : Promise.resolve({ position: 2, names: [] });
      },
    });
    await settle(CLIENT_REQUEST_TIMEOUT_MS - 1);
    expect(subscriber.subscription.state).toBe('connecting');
    await settle(1_000);
    expect(subscriber.problems).toEqual(['snapshot']);
    expect(subscriber.subscription.state).toBe('live');
  });

  it('that accepts and then says nothing is left in time', async () => {
    const service = new ScriptedService();
    service.establishes = false;
    const { subscription } = start(service);
    await settle(ESTABLISH_TIMEOUT_MS - 1);
    expect(subscription.state).toBe('connecting');
    service.establishes = true;
    await settle(1_000);
    expect(subscription.state).toBe('live');
    expect(service.sockets[0]?.isClosed).toBe(true);
  });

  it('that does not answer a ping is left; one that does is kept', async () => {
    const service = new ScriptedService();
    const { subscription } = start(service);
    await settle();
    // The client pings at once, so that the hub knows that it does.
    expect(service.open?.sent).toEqual([PING_TEXT]);
    await settle(CLIENT_PING_INTERVAL_MS);
    expect(service.open?.sent).toEqual([PING_TEXT, PING_TEXT]);
    await settle(CLIENT_PONG_TIMEOUT_MS);
    expect(service.sockets).toHaveLength(1);
    service.answersPings = false;
    await settle(CLIENT_PING_INTERVAL_MS + 1_000);
    expect(service.sockets).toHaveLength(2);
    expect(subscription.state).toBe('live');
  });
});
