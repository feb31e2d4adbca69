import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { evictHub } from './eviction.ts';
import type { Listener } from './listener.ts';
import { closeListeners, expectWholeLog, open } from './opened-listeners.ts';
import { CLEAN, head, readLog, submit } from './service.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeListeners();
});

/** Restores the log to an earlier position: later events are gone, and their ids will be reused. */
async function restore(position: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare('delete from events where id > ?').bind(position),
    env.DB.prepare("update sqlite_sequence set seq = ? where name = 'events'").bind(position),
  ]);
}
const resets = ({ messages }: Listener) => messages.filter(({ type }) => type === 'reset');

describe('when the log was restored to an earlier time', () => {
  it('tells everyone to start over, once, at the next alarm', async () => {
    const listener = await open('/ws/validation_updates', { framed: true });
    await listener.expectMessage('connection_established');
    await submit(CLEAN);
    await submit(CLEAN);
    const position = (await head()) - 1;
    await restore(position);
    await runDurableObjectAlarm(hubOf(env));
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    await evictHub('hibernate');
    await runDurableObjectAlarm(hubOf(env));
    await submit(CLEAN);
    await vi.waitFor(() => expect(listener.ids().at(-1)).toBe(position + 1));
    expect(resets(listener)).toHaveLength(1);
  });

  it('tells everyone at once when an id comes again, even when the log has grown beyond where it was', async () => {
    const listener = await openWithThree();
    const [first] = await replaceThreeBySix();
    await hubOf(env).notify(first!);
    await expectOneReset(listener);
  });

  it.each(['in memory', 'evicted'])(
    'finds out by the event at its position when no id came again, the hub being %s',
    async (where) => {
      const listener = await openWithThree();
      await replaceThreeBySix();
      if (where === 'evicted') await evictHub('hibernate');
      await runDurableObjectAlarm(hubOf(env));
      await expectOneReset(listener);
    },
  );

  it('replays each event once to a client that comes back from before the restored part', async () => {
    await openWithThree();
    const after = (await head()) - 4;
    const [first] = await replaceThreeBySix();
    await hubOf(env).notify(first!);
    for (let n = 0; n < 2; n += 1) {
      const back = await open(`/ws/validation_updates?after=${after}`, { framed: true });
      await expectWholeLog(back, after);
    }
  });

  it('resets a client that was away, and whose last event is another one now', async () => {
    const away = await openWithThree();
    const last = away.events().at(-1)!;
    const before = await resume(last.id, last.timestamp);
    await before.expectMessage('connection_established');
    await replaceThreeBySix();
    await runDurableObjectAlarm(hubOf(env));
    const position = await head();
    for (const where of ['in memory', 'in the log']) {
      const back = await resume(last.id, last.timestamp);
      expect(await back.expectMessage('reset'), where).toEqual({ type: 'reset', position });
      const [current] = await readLog(last.id - 1);
      const right = await resume(last.id, current!.timestamp);
      await expectWholeLog(right, last.id);
      expect(resets(right)).toEqual([]);
      await evictHub('hibernate');
    }
  });

  it('takes the word of a client whose last event the log does not keep', async () => {
    await submit(CLEAN);
    await submit(CLEAN);
    const position = await head();
    const [last] = await readLog(position - 2);
    await env.DB.prepare('delete from events where id < ?').bind(position).run();
    await evictHub('close');
    const listener = await open(
      `/ws/validation_updates?after=${last!.id}&at=${encodeURIComponent(last!.timestamp)}`,
    );
    await expectWholeLog(listener, position - 1);
    expect(resets(listener)).toEqual([]);
  });
});

/** Restores the log by three events, and lets it grow by six of which no hub is notified. @returns their events */
async function replaceThreeBySix(): Promise<LiveEvent[][]> {
  await restore((await head()) - 3);
  const lost = vi.spyOn(Hub.prototype, 'notify').mockResolvedValue();
  for (let n = 0; n < 6; n += 1) await submit(CLEAN);
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(6));
  const events = lost.mock.calls.map(([some]) => [...some]);
  lost.mockRestore();
  return events;
}

async function openWithThree(): Promise<Listener> {
  const listener = await open('/ws/validation_updates', { framed: true });
  await listener.expectMessage('connection_established');
  for (let n = 0; n < 3; n += 1) await submit(CLEAN);
  await vi.waitFor(() => expect(listener.events()).toHaveLength(3));
  return listener;
}

/** Expects one reset to the head, and then the next event alone. */
async function expectOneReset(listener: Listener): Promise<void> {
  const position = await head();
  expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
  await submit(CLEAN);
  await listener.expectUpTo(position + 1);
  expect(resets(listener)).toHaveLength(1);
  const start = listener.messages.findIndex(({ type }) => type === 'reset') + 1;
  const afterReset = listener.messages.slice(start).filter(({ type }) => type !== 'heartbeat');
  expect(afterReset).toMatchObject([{ from: position, to: position + 1, events: [{ id: position + 1 }] }]);
}

const resume = (id: number, at: string) =>
  open(`/ws/validation_updates?after=${id}&at=${encodeURIComponent(at)}`, { framed: true });
