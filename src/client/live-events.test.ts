import { describe, expect, it } from 'vitest';
import { ScriptedService } from '../../test/workerd/scripted-service.ts';
import { ACK_EVERY_EVENTS } from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import { liveEvents, MissedEventsError, StreamEndedError, type LiveEventsOptions } from './live-events.ts';

function listen(service: ScriptedService, overrides: Partial<LiveEventsOptions> = {}) {
  return liveEvents({
    baseUrl: 'https://galley.test',
    topic: 'validation_updates',
    random: () => 0,
    WebSocket: service.WebSocket,
    ...overrides,
  });
}

const next = async (events: ReturnType<typeof listen>) => (await events.next()).value?.id;

describe('the events of a topic', () => {
  it('come one by one, over a connection that breaks', async () => {
    const service = new ScriptedService();
    service.append(2);
    const events = listen(service, { after: 0 });
    expect([await next(events), await next(events)]).toEqual([1, 2]);
    service.open?.fail(1006);
    service.append(2);
    expect([await next(events), await next(events)]).toEqual([3, 4]);
    await events.return();
    expect(service.open).toBeUndefined();
  });

  it('are acknowledged when the loop has taken them all', async () => {
    const service = new ScriptedService();
    service.append(ACK_EVERY_EVENTS);
    const events = listen(service, { after: 0 });
    for (let id = 1; id < ACK_EVERY_EVENTS; id += 1) await events.next();
    expect(service.open?.said).toEqual([]);
    await events.next();
    const waiting = events.next();
    await expect.poll(() => service.open?.said).toEqual([{ type: 'ack', position: ACK_EVERY_EVENTS }]);
    service.append(1);
    expect((await waiting).value?.id).toBe(ACK_EVERY_EVENTS + 1);
    await events.return();
  });

  it('end when they are not wanted any more, whatever is waiting', async () => {
    const service = new ScriptedService();
    service.append(3);
    const controller = new AbortController();
    const events = listen(service, { after: 0, signal: controller.signal });
    expect(await next(events)).toBe(1);
    controller.abort();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(service.open).toBeUndefined();

    const quiet = listen(service, { signal: AbortSignal.timeout(10) });
    expect(await quiet.next()).toEqual({ done: true, value: undefined });
  });

  it('end with an error that says so when some were missed', async () => {
    const service = new ScriptedService();
    service.append(3);
    const events = listen(service, { after: 9 });
    await expect(events.next()).rejects.toThrow(new MissedEventsError(3));
    expect(service.open).toBeUndefined();
  });

  it('before a gap come first, and none from after it comes before the error', async () => {
    const service = new ScriptedService();
    service.append(3);
    const events = listen(service, { after: 0 });
    expect(await next(events)).toBe(1);
    // The log goes on in ways that the reader was not told of, before the loop asks for more.
    service.restore(2);
    service.append(2);
    expect([await next(events), await next(events)]).toEqual([2, 3]);
    await expect(events.next()).rejects.toThrow(new MissedEventsError(2));
    expect(service.open).toBeUndefined();
  });

  it('come in order with the resets between them, where the reader takes care of those', async () => {
    const service = new ScriptedService();
    service.append(3);
    const told: string[] = [];
    const events = listen(service, { after: 0, onReset: (position) => told.push(`reset ${position}`) });
    told.push(`event ${await next(events)}`);
    service.restore(2);
    service.append(1);
    for (let n = 0; n < 3; n += 1) told.push(`event ${await next(events)}`);
    expect(told).toEqual(['event 1', 'event 2', 'event 3', 'reset 2', 'event 3']);
    await events.return();
  });

  it('go on over what was missed where the reader takes care of it', async () => {
    const service = new ScriptedService();
    service.append(3);
    const resets: number[] = [];
    const events = listen(service, { after: 9, onReset: (position) => resets.push(position) });
    const first = next(events);
    await expect.poll(() => resets).toEqual([3]);
    service.append(1);
    expect(await first).toBe(4);
    await events.return();
  });

  it('end with an error when the service says that it is of no use', async () => {
    const service = new ScriptedService();
    const events = listen(service);
    const first = events.next();
    await expect.poll(() => service.open).toBeDefined();
    service.open?.fail(CLOSE.notAllowed, 'not for you');
    await expect(first).rejects.toThrow(new StreamEndedError('not for you'));
  });
});
