import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import { evictHub } from './eviction.ts';
import type { Listener } from './listener.ts';
import { closeListeners, open } from './opened-listeners.ts';
import { CLEAN, head, submit } from './service.ts';

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
    const listener = await open('/ws/validation_updates', { framed: true });
    await listener.expectMessage('connection_established');
    for (let n = 0; n < 3; n += 1) await submit(CLEAN);
    await vi.waitFor(() => expect(listener.events()).toHaveLength(3));
    await restore((await head()) - 3);
    const lost = vi.spyOn(Hub.prototype, 'notify').mockResolvedValue();
    for (let n = 0; n < 6; n += 1) await submit(CLEAN);
    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(6));
    const [first] = lost.mock.calls.map(([events]) => [...events]);
    lost.mockRestore();
    await hubOf(env).notify(first!);
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position: await head() });
    await submit(CLEAN);
    await listener.expectUpTo(await head());
    expect(resets(listener)).toHaveLength(1);
  });
});
