import { env, exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi, subscribe, type ConnectionState, type Subscription } from '../../src/client/index.ts';
import type { Stats } from '../../src/shared/api/monitoring.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import {
  ACK_EVERY_EVENTS,
  CLIENT_PING_INTERVAL_MS,
  CLIENT_PONG_TIMEOUT_MS,
} from '../../src/shared/limits.ts';
import { CLOSE } from '../../src/shared/protocol.ts';
import { evictHub } from './eviction.ts';
import { ORIGIN } from './listener.ts';
import { CLEAN, head, readLog, SKIPPED, submit } from './service.ts';

const api = createApi({
  baseUrl: ORIGIN,
  fetch: (url, init) => exports.default.fetch(new Request(url, init)),
});

/** A browser's WebSocket, connected to the Worker under test. Tests use `sockets` to break connections. */
const sockets: ServiceSocket[] = [];
class ServiceSocket extends EventTarget {
  readonly sent: string[] = [];
  /** Every message passes through this function, which may change or drop it. */
  static filter: (data: string) => string | undefined = (data) => data;
  static refuse = false;
  #socket: WebSocket | undefined;

  constructor(url: string, protocol: string) {
    super();
    sockets.push(this);
    void this.#open(url, protocol);
  }

  async #open(url: string, protocol: string): Promise<void> {
    if (ServiceSocket.refuse) {
      queueMicrotask(() => this.fail(1006));
      return;
    }
    const headers = { Upgrade: 'websocket', 'Sec-WebSocket-Protocol': protocol };
    const { webSocket } = await exports.default.fetch(url.replace('ws:', 'http:'), { headers });
    this.#socket = webSocket!;
    this.#socket.addEventListener('message', ({ data }) => {
      const passed = ServiceSocket.filter(String(data));
      if (passed !== undefined) this.dispatchEvent(new MessageEvent('message', { data: passed }));
    });
    this.#socket.addEventListener('close', ({ code, reason }) => this.fail(code, reason));
    this.#socket.accept();
  }

  fail(code: number, reason = ''): void {
    this.dispatchEvent(new CloseEvent('close', { code, reason }));
  }

  send(data: string): void {
    this.sent.push(data);
    this.#socket?.send(data);
  }

  close(): void {
    this.#socket?.close(1000);
  }
}

interface Subscriber {
  subscription: Subscription;
  snapshots: Stats[];
  events: LiveEvent[];
  states: ConnectionState[];
  problems: string[];
}

const subscribers: Subscriber[] = [];
function start(onEvents: (events: LiveEvent[]) => void = () => undefined): Subscriber {
  const snapshots: Stats[] = [];
  const events: LiveEvent[] = [];
  const states: ConnectionState[] = [];
  const problems: string[] = [];
  const subscription = subscribe({
    baseUrl: ORIGIN,
    topic: 'validation_updates',
    snapshot: () => api.stats(),
    onSnapshot: (snapshot) => snapshots.push(snapshot),
    onEvents: (some) => {
      events.push(...some);
      onEvents(some);
    },
    onState: (state) => states.push(state),
    onProblem: ({ code }) => problems.push(code),
    WebSocket: ServiceSocket as unknown as typeof WebSocket,
    random: () => 0,
  });
  const subscriber = { subscription, snapshots, events, states, problems };
  subscribers.push(subscriber);
  return subscriber;
}

const acknowledged = () => sockets[0]!.sent.filter((text) => text.includes('ack'));
const live = ({ subscription }: Subscriber) => vi.waitFor(() => expect(subscription.state).toBe('live'));
async function expectWholeLog(
  { events, snapshots }: Subscriber,
  after = snapshots[0]!.position,
): Promise<void> {
  const log = await readLog(after);
  await vi.waitFor(() => expect(events.at(-1)?.id).toBe(log.at(-1)?.id), { timeout: 5_000 });
  expect(events).toEqual(log);
}

afterEach(() => {
  vi.useRealTimers();
  ServiceSocket.filter = (data) => data;
  ServiceSocket.refuse = false;
  for (const { subscription } of subscribers.splice(0)) subscription.close();
  sockets.splice(0);
});

describe('a subscription', () => {
  it('starts from a snapshot and has every event after it', async () => {
    await submit(CLEAN);
    const subscriber = start();
    await Promise.all([submit(SKIPPED), submit(SKIPPED), live(subscriber)]);
    await submit(CLEAN);
    await expectWholeLog(subscriber);
    expect(subscriber.states).toEqual(['connecting', 'live']);
    expect(subscriber.subscription.position).toBe(await head());
  });

  it('resumes where it was when the hub closes its sockets', async () => {
    const subscriber = start();
    await live(subscriber);
    await submit(SKIPPED);
    await evictHub('close');
    await submit(SKIPPED);
    await expectWholeLog(subscriber);
    expect(subscriber.states).toEqual(['connecting', 'live', 'disconnected', 'connecting', 'live']);
  });

  it('has every event when the hub is closed again and again during publishes', async () => {
    const subscriber = start();
    await live(subscriber);
    const publishing = (async () => {
      for (let n = 0; n < 10; n += 1) await Promise.all([submit(SKIPPED), submit(CLEAN)]);
    })();
    for (let n = 0; n < 5; n += 1) {
      await scheduler.wait(30);
      await evictHub('close');
    }
    await publishing;
    await submit(CLEAN);
    await expectWholeLog(subscriber);
  });

  it('finds a frame that was lost on the way, and resumes', async () => {
    const subscriber = start();
    await live(subscriber);
    let lost = 0;
    ServiceSocket.filter = (data) => (data.includes('"from"') && lost++ === 0 ? undefined : data);
    await submit(SKIPPED);
    await vi.waitFor(() => expect(lost).toBe(1));
    await submit(SKIPPED);
    await expectWholeLog(subscriber);
    expect(subscriber.problems).toEqual(['gap']);
  });

  it('drops what comes twice', async () => {
    const subscriber = start();
    await live(subscriber);
    await submit(SKIPPED);
    await expectWholeLog(subscriber);
    const { events } = subscriber;
    const again = JSON.stringify({ from: 0, to: events.at(-1)!.id, events });
    sockets[0]!.dispatchEvent(new MessageEvent('message', { data: again }));
    await submit(SKIPPED);
    await expectWholeLog(subscriber);
  });

  it('loads a new snapshot on `reset`, and keeps the live events that came meanwhile', async () => {
    const subscriber = start();
    await live(subscriber);
    await submit(SKIPPED);
    await expectWholeLog(subscriber);
    const position = await head();
    sockets[0]!.dispatchEvent(
      new MessageEvent('message', { data: JSON.stringify({ type: 'reset', position }) }),
    );
    await submit(SKIPPED);
    await vi.waitFor(() => expect(subscriber.snapshots).toHaveLength(2));
    await submit(CLEAN);
    const loaded = subscriber.snapshots[1]!.position;
    await vi.waitFor(async () => expect(subscriber.subscription.position).toBe(await head()));
    const after = subscriber.events.filter(({ id }) => id > loaded);
    expect(after).toEqual(await readLog(loaded));
  });

  it('comes back by itself from a server that was gone, with all it missed', async () => {
    const subscriber = start();
    await live(subscriber);
    ServiceSocket.refuse = true;
    sockets[0]!.fail(1006);
    await vi.waitFor(() => expect(sockets.length).toBeGreaterThan(3));
    await submit(SKIPPED);
    ServiceSocket.refuse = false;
    await live(subscriber);
    await expectWholeLog(subscriber);
  });

  it('stops when it is told that reconnecting is of no use', async () => {
    const subscriber = start();
    await live(subscriber);
    sockets[0]!.fail(CLOSE.signIn, 'sign in');
    expect(subscriber.subscription.state).toBe('disconnected');
    subscriber.subscription.reconnectNow();
    await live(subscriber);
    expect(sockets).toHaveLength(2);
  });

  it('leaves a connection that does not answer a ping', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    let answers = 0;
    ServiceSocket.filter = (data) => {
      if (data.includes('heartbeat')) answers += 1;
      return data;
    };
    const subscriber = start();
    await live(subscriber);
    await vi.advanceTimersByTimeAsync(CLIENT_PING_INTERVAL_MS);
    expect(sockets[0]!.sent).toEqual(['{"type":"ping"}', '{"type":"ping"}']);
    await vi.waitFor(() => expect(answers).toBe(2));
    await vi.advanceTimersByTimeAsync(CLIENT_PONG_TIMEOUT_MS);
    expect(subscriber.states).toEqual(['connecting', 'live']);

    ServiceSocket.filter = () => undefined;
    await vi.advanceTimersByTimeAsync(CLIENT_PING_INTERVAL_MS + CLIENT_PONG_TIMEOUT_MS);
    expect(subscriber.states).toContain('disconnected');
  });

  it('reports a subscriber that throws, and goes on', async () => {
    const subscriber = start(() => {
      throw new Error('a bug in the page');
    });
    await live(subscriber);
    await submit(CLEAN);
    await submit(CLEAN);
    await expectWholeLog(subscriber);
    expect(subscriber.problems).toEqual(['callback', 'callback']);
    expect(subscriber.subscription.state).toBe('live');
  });

  it('does not take what is not of the protocol', async () => {
    const subscriber = start();
    await live(subscriber);
    const bad = { from: 0, to: 9_999_999, events: [{ type: 'no id' }] };
    sockets[0]!.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(bad) }));
    expect(subscriber.problems).toEqual(['bad_message']);
    await submit(CLEAN);
    await expectWholeLog(subscriber);
  });

  it('acknowledges after many events, and never when idle', async () => {
    const subscriber = start();
    await live(subscriber);
    await submit(CLEAN);
    await expectWholeLog(subscriber);
    expect(acknowledged()).toEqual([]);
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
       insert into events (type, timestamp, actor, family, payload)
       select 'validation_rejected', '2026-01-01T00:00:00.000Z', 'tester', 'default', '{"file_path":"x.md"}' from n`,
    )
      .bind(ACK_EVERY_EVENTS)
      .run();
    await submit(CLEAN);
    await vi.waitFor(() =>
      expect(acknowledged().map((text) => JSON.parse(text))).toMatchObject([{ type: 'ack' }]),
    );
  });
});
