import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedService } from '../../test/workerd/scripted-service.ts';
import {
  ACK_EVERY_EVENTS,
  CLIENT_PONG_TIMEOUT_MS,
  CLIENT_STABLE_AFTER_MS,
  SILENT_AFTER_MS,
} from '../shared/limits.ts';
import { CLOSE, PING_TEXT } from '../shared/protocol.ts';
import type { StreamOptions, Subscription } from './options.ts';
import { subscribe } from './subscribe.ts';

const running: Subscription[] = [];

/** Subscribes to events alone. */
function start(service: ScriptedService, overrides: Partial<StreamOptions> = {}) {
  const told = { ids: [] as number[], resets: [] as number[], problems: [] as string[] };
  const subscription = subscribe({
    baseUrl: 'https://galley.test',
    topic: 'validation_updates',
    onEvents: (events) => {
      told.ids.push(...events.map(({ id }) => id));
    },
    onReset: (position) => told.resets.push(position),
    onProblem: ({ code }) => told.problems.push(code),
    random: () => 0.5,
    WebSocket: service.WebSocket,
    ...overrides,
  });
  running.push(subscription);
  return { ...told, subscription };
}

const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  for (const subscription of running.splice(0)) subscription.close();
  // Restored before the real timers: the spies are on the fake ones.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('events without a snapshot', () => {
  it('begin where the service is, and go on from there after a break', async () => {
    const service = new ScriptedService();
    service.append(3);
    const { ids, subscription } = start(service);
    await settle();
    expect(service.open?.query.has('after')).toBe(false);
    service.open?.fail(1006);
    service.append(2);
    await settle(60_000);
    expect(service.open?.query.get('after')).toBe('3');
    expect(ids).toEqual([4, 5]);
    expect(subscription.position).toBe(5);
  });

  it('begin where the subscriber says, the very first included', async () => {
    const service = new ScriptedService();
    service.append(3);
    const { ids } = start(service, { after: 0 });
    await settle();
    expect(ids).toEqual([1, 2, 3]);
  });

  it('tell of a reset, and go on after it', async () => {
    const service = new ScriptedService();
    service.append(5);
    const { ids, resets, subscription } = start(service);
    await settle();
    service.restore(2);
    service.append(1);
    await settle();
    expect(resets).toEqual([2]);
    expect(ids).toEqual([3]);
    expect(subscription.state).toBe('live');
  });

  it('are resumed with the timestamp of the last one, by which the service knows it', async () => {
    const service = new ScriptedService();
    service.append(1);
    start(service);
    await settle();
    service.open?.fail(1006);
    await settle(60_000);
    expect(service.open?.query.has('at')).toBe(false);
    service.append(1);
    service.open?.fail(1006);
    await settle(60_000);
    expect(service.open?.query.get('after')).toBe('2');
    expect(service.open?.query.get('at')).toBe(service.log[1]?.timestamp);
  });

  it('that never become whole end with a reset, not with one connection after the other', async () => {
    const service = new ScriptedService();
    service.append(3);
    const { ids, resets, problems, subscription } = start(service, { after: 1 });
    // Says every event twice to who resumes, as a service whose memory is wrong.
    vi.spyOn(service, 'accept').mockImplementation(function repeat(this: ScriptedService, socket) {
      const isResume = socket.query.has('after');
      ScriptedService.prototype.accept.call(
        Object.assign(Object.create(service) as ScriptedService, {
          log: isResume ? [...service.log, ...service.log] : service.log,
        }),
        socket,
      );
    });
    await settle(60_000);
    expect(problems).toEqual(['gap', 'gap']);
    expect(resets).toEqual([3]);
    expect(service.sockets).toHaveLength(3);
    service.append(1);
    await settle();
    expect(ids).toEqual([4]);
    expect(subscription.state).toBe('live');
  });

  it('are asked for with all topics, and conflated where that is wanted', async () => {
    const service = new ScriptedService();
    start(service, { topics: ['family_cells', 'family_words'], conflate: 'progress' });
    await settle();
    expect(service.open?.query.get('topics')).toBe('family_cells,family_words');
    expect(service.open?.query.get('conflate')).toBe('progress');
  });
});

describe('a subscriber that takes its time', () => {
  it('acknowledges when it is done, and not before', async () => {
    const service = new ScriptedService();
    let done: (() => void) | undefined;
    start(service, {
      onEvents: () =>
        new Promise<void>((resolve) => {
          done = resolve;
        }),
    });
    await settle();
    service.append(ACK_EVERY_EVENTS);
    await settle();
    expect(service.open?.said).toEqual([]);
    done?.();
    await settle();
    expect(service.open?.said).toEqual([{ type: 'ack', position: ACK_EVERY_EVENTS }]);
  });

  it('is done with what it has before it comes back for more', async () => {
    const service = new ScriptedService();
    let done: (() => void) | undefined;
    start(service, {
      onEvents: () =>
        new Promise<void>((resolve) => {
          done = resolve;
        }),
    });
    await settle();
    service.append(1);
    service.open?.fail(CLOSE.slowReader);
    await settle(60_000);
    expect(service.sockets).toHaveLength(1);
    done?.();
    await settle();
    expect(service.sockets).toHaveLength(2);
  });

  it('that fails is told of its own failure, and the stream goes on', async () => {
    const service = new ScriptedService();
    const { problems } = start(service, { onEvents: () => Promise.reject(new Error('full')) });
    await settle();
    service.append(ACK_EVERY_EVENTS);
    await settle();
    expect(problems).toEqual(['callback']);
    expect(service.open?.said).toEqual([{ type: 'ack', position: ACK_EVERY_EVENTS }]);
  });
});

describe('a credential', () => {
  const issued = vi.fn<(authorization: string | null) => Response>();
  const ticketed = (status = 201) => {
    issued.mockReset();
    issued.mockImplementation(() =>
      status === 201
        ? Response.json(
            { ticket: `ticket-${issued.mock.calls.length}`, expires_at: inMs(30_000) },
            { status },
          )
        : Response.json(
            { type: 'about:blank', title: 'No', status, detail: 'no', instance: '' },
            { status, headers: { 'Content-Type': 'application/problem+json' } },
          ),
    );
    return (_url: unknown, init?: RequestInit) =>
      Promise.resolve(issued(new Headers(init?.headers).get('Authorization')));
  };

  it('is turned into a new ticket for each connection', async () => {
    const service = new ScriptedService();
    let tokens = 0;
    start(service, {
      fetch: ticketed(),
      token: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
    });
    await settle();
    service.open?.fail(1006);
    await settle(60_000);
    expect(issued.mock.calls).toEqual([['Bearer token-1'], ['Bearer token-2']]);
    expect(service.sockets.map(({ query }) => query.get('ticket'))).toEqual(['ticket-1', 'ticket-2']);
  });

  it('is renewed in place before it ends, and again when that was refused', async () => {
    const service = new ScriptedService();
    service.expiresAt = inMs(100_000);
    let tokens = 0;
    const { problems } = start(service, {
      fetch: ticketed(),
      token: () => {
        tokens += 1;
        return `token-${tokens}`;
      },
    });
    await settle(79_000);
    expect(service.open?.said).toEqual([]);
    await settle(2_000);
    expect(service.open?.said).toEqual([{ type: 'auth', token: 'token-2' }]);
    service.open?.say({ type: 'error', code: 'auth_failed', message: 'no' });
    expect(problems).toEqual(['auth_failed']);
    await settle(18_000);
    expect(service.open?.said.at(-1)).toEqual({ type: 'auth', token: 'token-3' });
    service.open?.say({ type: 'authenticated', actor: 'me', expires_at: inMs(1_000_000) });
    await settle(300_000);
    expect(tokens).toBe(3);
    expect(service.sockets).toHaveLength(1);
  });

  it('that ended under way is replaced by a new one at once', async () => {
    const service = new ScriptedService();
    const { subscription } = start(service, { fetch: ticketed(), token: () => 'token' });
    await settle(CLIENT_STABLE_AFTER_MS);
    service.open?.fail(CLOSE.signIn);
    await settle();
    expect(service.sockets).toHaveLength(2);
    expect(subscription.state).toBe('live');
  });

  it('that the service refuses ends the subscription; one that it could not look at does not', async () => {
    const service = new ScriptedService();
    const refused = start(service, { fetch: ticketed(401), token: () => 'token' });
    await settle(300_000);
    expect(refused.subscription.state).toBe('disconnected');
    expect(issued).toHaveBeenCalledTimes(1);

    const unlucky = start(service, { fetch: ticketed(503), token: () => 'token' });
    await settle(10_000);
    expect(issued.mock.calls.length).toBeGreaterThan(1);
    expect(unlucky.problems).toContain('credential');
    unlucky.subscription.close();
    expect(service.sockets).toHaveLength(0);
  });

  it('of a browser that is signed in needs no ticket, and its end is final', async () => {
    const service = new ScriptedService();
    const { subscription } = start(service);
    await settle(CLIENT_STABLE_AFTER_MS);
    service.open?.fail(CLOSE.signIn);
    await settle(300_000);
    expect(service.sockets).toHaveLength(1);
    expect(subscription.state).toBe('disconnected');
  });
});

describe('in a background tab', () => {
  // Browsers run the timers of hidden pages once a minute.
  // https://developer.chrome.com/blog/timer-throttling-in-chrome-88
  const THROTTLED_MS = 60_000;

  it('pings come often enough for the service, and an answer in time is not taken for none', async () => {
    expect(THROTTLED_MS).toBeLessThan(SILENT_AFTER_MS);
    const { setTimeout: schedule, setInterval: repeat } = globalThis;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) =>
      schedule(run, Math.max(ms, THROTTLED_MS)),
    );
    vi.spyOn(globalThis, 'setInterval').mockImplementation((run: () => void, ms = 0) =>
      repeat(run, Math.max(ms, THROTTLED_MS)),
    );
    const service = new ScriptedService();
    start(service);
    await settle(10 * THROTTLED_MS + CLIENT_PONG_TIMEOUT_MS);
    expect(service.sockets).toHaveLength(1);
    expect(service.open?.sent.filter((text) => text === PING_TEXT).length).toBeGreaterThanOrEqual(10);
  });
});
