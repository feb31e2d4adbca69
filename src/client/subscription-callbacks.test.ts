import { describe, expect, it, vi } from 'vitest';
import { CLOSE, PING_TEXT } from '../shared/protocol.ts';
import { ScriptedService } from '../../test/workerd/scripted-service.ts';
import { LONG_MS, running, settle, start, useScriptedTime } from '../../test/workerd/scripted-subscriber.ts';

useScriptedTime();

describe('a platform', () => {
  it('that refuses to connect is reported, and tried again', async () => {
    const service = new ScriptedService();
    service.platformRefuses = true;
    const subscriber = start(service);
    await settle();
    expect(subscriber.problems).toEqual(['socket']);
    service.platformRefuses = false;
    await settle(1_000);
    expect(subscriber.subscription.state).toBe('live');
  });

  it('hears at once of an address that is none', () => {
    expect(() => start(new ScriptedService(), { baseUrl: 'nowhere' })).toThrow(TypeError);
  });

  it('with a page tries at once when the page is seen again, but not when it was told to stop', async () => {
    const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('document', page);
    const service = new ScriptedService();
    const { subscription } = start(service, { random: () => 0.999 });
    vi.unstubAllGlobals();
    await settle();
    page.dispatchEvent(new Event('visibilitychange'));
    expect(service.open?.sent).toEqual([PING_TEXT, PING_TEXT]);

    service.open?.fail(1006);
    page.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(subscription.state).toBe('live');

    service.open?.fail(CLOSE.signIn, 'sign in');
    page.dispatchEvent(new Event('visibilitychange'));
    globalThis.dispatchEvent(new Event('online') as ScheduledEvent);
    await settle(LONG_MS);
    expect(subscription.state).toBe('disconnected');
    subscription.reconnectNow();
    await settle();
    expect(subscription.state).toBe('live');
  });
});

describe('a subscriber', () => {
  it.each(['onSnapshot', 'onEvents', 'onState', 'onConnecting', 'onConnected'] as const)(
    'that closes in %s is closed for good',
    async (callback) => {
      const service = new ScriptedService();
      service.append(1);
      let calls = 0;
      const subscriber = start(service, {
        [callback]: () => {
          calls += 1;
          // The first state is reported while `subscribe` still runs: there is nothing to close yet.
          if (callback !== 'onState' || calls > 1) running.at(-1)?.close();
        },
      });
      await settle();
      service.append(1);
      await settle(LONG_MS);
      const sockets = service.sockets.length;
      service.append(1);
      await settle(LONG_MS);
      expect(subscriber.subscription.state).toBe('disconnected');
      expect(service.open).toBeUndefined();
      expect(service.sockets).toHaveLength(sockets);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it.each(['snapshot', 'gap', 'old_snapshot', 'socket'])(
    'that closes when it is told of a problem (%s) is closed for good',
    async (problem) => {
      const service = new ScriptedService();
      service.append(5);
      let position: number | undefined;
      const subscriber = start(service, {
        ...(problem === 'old_snapshot' && {
          snapshot: () => Promise.resolve({ position: position ?? service.log.length, names: [] }),
        }),
        onProblem: ({ code }) => {
          subscriber.problems.push(code);
          if (code === problem) subscriber.subscription.close();
        },
      });
      await settle();
      const socket = service.open;
      if (problem === 'gap') socket?.frame(99, service.log);
      if (problem === 'snapshot') service.snapshotFails = true;
      position = 3;
      if (problem.endsWith('snapshot')) socket?.say({ type: 'reset', position: 5 });
      service.platformRefuses = problem === 'socket';
      if (service.platformRefuses) socket?.fail(1006);
      await settle(LONG_MS);
      expect(subscriber.problems).toEqual([problem]);
      expect(subscriber.subscription.state).toBe('disconnected');
      expect(service.open).toBeUndefined();
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('that reconnects in its own callback has one connection', async () => {
    const service = new ScriptedService();
    const { subscription } = start(service, {
      onState: (state) => {
        if (state === 'disconnected') running.at(-1)?.reconnectNow();
      },
    });
    await settle();
    service.open?.fail(1006);
    await settle(LONG_MS);
    expect(subscription.state).toBe('live');
    expect(service.sockets).toHaveLength(2);
  });

  it('that throws, even when it is told of problems, goes on', async () => {
    const errors = vi.spyOn(console, 'error').mockReturnValue();
    const service = new ScriptedService();
    const { subscription } = start(service, {
      onSnapshot: () => {
        throw new Error('a bug');
      },
      onProblem: () => {
        throw new Error('another bug');
      },
    });
    await settle();
    service.append(2);
    await settle();
    expect(subscription.state).toBe('live');
    expect(subscription.position).toBe(2);
    expect(errors).toHaveBeenCalledOnce();
  });
});
