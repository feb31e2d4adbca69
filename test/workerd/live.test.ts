import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import type { NewEvent } from '../../src/shared/events.ts';
import {
  HEARTBEAT_INTERVAL_MS,
  MAX_PROTOCOL_ERRORS,
  RESUME_MAX_EVENTS,
  SWEEP_INTERVAL_MS,
} from '../../src/shared/limits.ts';
import { CLOSE } from '../../src/shared/protocol.ts';
import { openDatabase } from '../../src/store/database.ts';
import { commitWithEvents } from '../../src/store/commit.ts';
import { appendEvents, toLiveEvents } from '../../src/store/events.ts';
import { evictHub } from './eviction.ts';
import { listen, type Listener } from './listener.ts';
import { CLEAN, getJson, head, readLog, request, SKIPPED, submit } from './service.ts';

const opened: Listener[] = [];
async function open(...args: Parameters<typeof listen>): Promise<Listener> {
  const listener = await listen(...args);
  opened.push(listener);
  return listener;
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const listener of opened.splice(0)) listener.close();
});

/** Every event of the log after a position, once and in order. */
async function expectWholeLog(listener: Listener, after: number): Promise<void> {
  const log = await readLog(after);
  await listener.expectUpTo(log.at(-1)!.id);
  expect(listener.events()).toEqual(log);
}

const progress = (workflow_id: string, done: number): NewEvent => ({
  type: 'workflow_progress',
  timestamp: new Date().toISOString(),
  actor: 'tester',
  subject: { workflow_id },
  payload: {
    name: 'run',
    state: 'running',
    total: 9,
    done,
    failed: 0,
    counts: { error: 0, warning: 0, info: 0 },
  },
});

/** Until the alarm of the hub rings. */
const alarmInMs = () =>
  runInDurableObject(hubOf(env), async (_, { storage }) => (await storage.getAlarm())! - Date.now());

describe('a connection', () => {
  it('is told first where its stream starts', async () => {
    await submit(CLEAN);
    const position = await head();
    const listener = await open('/ws/validation_updates');
    await listener.expectMessage('connection_established');
    expect(listener.messages[0]).toEqual({
      type: 'connection_established',
      topic: 'validation_updates',
      topics: ['validation_updates'],
      position,
      head: position,
      protocol: 'flat',
    });
  });

  it('gets each event as one flat object, as the log has it', async () => {
    const before = await head();
    const listener = await open('/ws/validation_updates');
    await submit(SKIPPED, 'guide.md', 'cells');
    await expectWholeLog(listener, before);
    expect(listener.events()[0]).toMatchObject({ type: 'validation_created', file_path: 'guide.md' });
    expect(listener.events()).toContainEqual(
      expect.objectContaining({
        type: 'recommendation_created',
        recommendation_type: 'automated',
        title: 'Fix heading structure',
      }),
    );
  });

  it('gets frames that chain when it speaks galley.v1', async () => {
    await submit(CLEAN);
    const before = await head();
    const listener = await open('/ws/validation_updates', { framed: true });
    expect(listener.response.headers.get('Sec-WebSocket-Protocol')).toBe('galley.v1');
    for (let n = 0; n < 5; n += 1) await submit(SKIPPED);
    await expectWholeLog(listener, before);
    let position = before;
    for (const frame of listener.frames()) {
      expect(frame.from).toBe(position);
      expect(frame.to).toBe(frame.events.at(-1)!.id);
      position = frame.to;
    }
  });

  it('tells in `from` what came before on its own topic, not in the whole log', async () => {
    const { id } = await submit(SKIPPED);
    const last = (await readLog(0, `validation_${id}`)).at(-1)!.id;
    await submit(CLEAN);
    const listener = await open(`/ws/validation_${id}`, { framed: true });
    const recommendation = { ...(await readLog()).find((event) => event.type === 'recommendation_created')! };
    // Nothing of this version changes a validation once it is made, so the log is written to directly.
    await env.DB.prepare(
      `insert into events (type, timestamp, actor, validation_id, family, payload)
       values ('recommendation_approved', ?, 'tester', ?, 'default', '{"title":"t","status":"approved"}')`,
    )
      .bind(recommendation.timestamp, id)
      .run();
    await submit(CLEAN);
    await vi.waitFor(() => expect(listener.frames()).toHaveLength(1));
    expect(listener.frames()[0]!.from).toBe(last);
    expect(listener.events()).toMatchObject([{ type: 'recommendation_approved', validation_id: id }]);
  });

  it('hears of its own topic alone, and once of what several of its topics match', async () => {
    const other = await submit(CLEAN);
    const listener = await open(
      `/ws/family_words?topics=validation_updates,family_cells,validation_${other.id}`,
    );
    const deaf = await open('/ws/family_slides');
    const before = await head();
    await submit(SKIPPED, 'a.md', 'words');
    await submit(SKIPPED, 'b.md', 'cells');
    await expectWholeLog(listener, before);
    await submit(CLEAN, 'c.md', 'slides');
    await vi.waitFor(() => expect(deaf.events()).not.toHaveLength(0));
    expect(deaf.events().every((event) => event.family === 'slides')).toBe(true);
  });
});

describe('resume', () => {
  it('leaves out progress that later progress makes worthless, for who asks for that, in frames that chain', async () => {
    const before = await head();
    const [all, latest] = [
      await open('/ws/validation_updates', { framed: true }),
      await open('/ws/validation_updates?conflate=progress', { framed: true }),
    ];
    const [run, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const told = [progress(run, 1), progress(other, 5), progress(run, 2), progress(run, 3)];
    const db = openDatabase(env.DB);
    const events = toLiveEvents(await commitWithEvents(db, { events: appendEvents(db, told) }));
    await hubOf(env).notify(events);
    await submit(CLEAN);
    await expectWholeLog(all, before);
    await latest.expectUpTo(await head());
    const [, second, , fourth] = events;
    expect(latest.ids()).toEqual([second!.id, fourth!.id, await head()]);
    expect(latest.frames().map(({ from, to }) => [from, to])).toEqual([
      [before, fourth!.id],
      [fourth!.id, await head()],
    ]);
  });

  it('replays all after a position, in order, then goes on live without a seam', async () => {
    const before = await head();
    for (let n = 0; n < 10; n += 1) await submit(SKIPPED);
    const submitting = Promise.all(Array.from({ length: 10 }, () => submit(SKIPPED)));
    const listeners = await Promise.all(
      [false, true].map((framed) => open(`/ws/validation_updates?after=${before}`, { framed })),
    );
    await submitting;
    for (const listener of listeners) {
      await expectWholeLog(listener, before);
      expect(listener.messages[0]).toMatchObject({ type: 'connection_established', position: before });
    }
  });

  it('works from 0, and with nothing missed', async () => {
    await submit(CLEAN);
    const fromStart = await open('/ws/validation_updates?after=0');
    await expectWholeLog(fromStart, 0);
    const position = await head();
    const upToDate = await open(`/ws/validation_updates?after=${position}`);
    await upToDate.expectMessage('connection_established');
    await submit(CLEAN);
    await expectWholeLog(upToDate, position);
  });

  it('answers `reset` for a position that is unknown, and goes on live from the head', async () => {
    const position = await head();
    const listener = await open(`/ws/validation_updates?after=${position + 1_000}`);
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    await submit(CLEAN);
    await expectWholeLog(listener, position);
  });

  it('answers `reset` for a position older than what is kept', async () => {
    await submit(CLEAN);
    await submit(CLEAN);
    const position = await head();
    await env.DB.prepare('delete from events where id < ?').bind(position).run();
    // A hub that remembers more than the log keeps would still tell it.
    await evictHub('close');
    const listener = await open('/ws/validation_updates?after=1');
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    const justKept = await open(`/ws/validation_updates?after=${position - 1}`);
    await expectWholeLog(justKept, position - 1);
  });

  it('says `reset` when the log has forgotten what the hub was never told of', async () => {
    const there = await open('/ws/validation_updates', { framed: true });
    vi.spyOn(Hub.prototype, 'notify').mockResolvedValue();
    const before = await head();
    for (let n = 0; n < 3; n += 1) await submit(CLEAN);
    const position = await head();
    await env.DB.prepare('delete from events where id < ?').bind(position).run();
    vi.restoreAllMocks();
    const late = await open(`/ws/validation_updates?after=${before}`);
    expect(await late.expectMessage('reset')).toEqual({ type: 'reset', position });
    expect(await there.expectMessage('reset')).toEqual({ type: 'reset', position: position - 1 });
    await expectWholeLog(there, position - 1);
  });

  it('answers `reset` when more was missed than a resume replays', async () => {
    const before = await head();
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i <= ?)
       insert into events (type, timestamp, actor, family, payload)
       select 'validation_rejected', '2026-01-01T00:00:00.000Z', 'tester', 'default', '{"file_path":"x.md"}' from n`,
    )
      .bind(RESUME_MAX_EVENTS)
      .run();
    const listener = await open(`/ws/validation_updates?after=${before}`, { framed: true });
    const position = before + RESUME_MAX_EVENTS + 1;
    expect(await listener.expectMessage('reset')).toEqual({ type: 'reset', position });
    const justEnough = await open(`/ws/validation_updates?after=${before + 1}`, { framed: true });
    await justEnough.expectUpTo(position);
    expect(justEnough.events()).toHaveLength(RESUME_MAX_EVENTS);
  });
});

describe('nothing is lost, reordered or repeated', () => {
  it.each(['hibernate', 'close'] as const)(
    'when the hub is evicted between publishes (%s)',
    async (webSockets) => {
      const before = await head();
      const first = await open('/ws/validation_updates', { framed: true });
      await submit(SKIPPED);
      await expectWholeLog(first, before);
      await evictHub(webSockets);
      await submit(SKIPPED);
      if (webSockets === 'hibernate') {
        await expectWholeLog(first, before);
        return;
      }
      await vi.waitFor(() => expect(first.closed).toHaveLength(1));
      const position = first.ids().at(-1)!;
      const resumed = await open(`/ws/validation_updates?after=${position}`, { framed: true });
      await expectWholeLog(resumed, position);
    },
  );

  it('when the hub is evicted again and again during publishes', async () => {
    const before = await head();
    const listener = await open('/ws/validation_updates', { framed: true });
    const publishing = (async () => {
      for (let n = 0; n < 12; n += 1) await Promise.all([submit(SKIPPED), submit(CLEAN)]);
    })();
    for (let n = 0; n < 6; n += 1) {
      await scheduler.wait(20);
      await evictHub('hibernate');
    }
    await publishing;
    await submit(CLEAN);
    await expectWholeLog(listener, before);
  });

  it('when two publishes reach the hub in the wrong order, late, or twice', async () => {
    const before = await head();
    const listener = await open('/ws/validation_updates', { framed: true });
    const deliver = vi.spyOn(Hub.prototype, 'notify').mockResolvedValue();
    await submit(SKIPPED);
    await submit(SKIPPED);
    await vi.waitFor(() => expect(deliver).toHaveBeenCalledTimes(2));
    const [early, late] = deliver.mock.calls.map(([events]) => [...events]);
    deliver.mockRestore();
    await hubOf(env).notify(late!);
    await hubOf(env).notify(early!);
    await hubOf(env).notify(late!);
    await submit(CLEAN);
    await expectWholeLog(listener, before);
  });

  it('when notify fails: the request succeeds, the failure is counted, the event still arrives', async () => {
    const before = await head();
    const listener = await open('/ws/validation_updates');
    const failuresBefore = (await getJson<Monitoring>('/api/monitoring')).live.notify_failures;
    const failing = vi.spyOn(Hub.prototype, 'notify').mockRejectedValue(new Error('the hub is down'));
    vi.spyOn(console, 'error').mockReturnValue();
    await submit(SKIPPED);
    await vi.waitFor(async () => {
      const { live } = await getJson<Monitoring>('/api/monitoring');
      expect(live.notify_failures).toBe(failuresBefore + 1);
      expect(live.position).toBeLessThan(live.head);
    });
    failing.mockRestore();
    expect(listener.events()).toEqual([]);
    await runDurableObjectAlarm(hubOf(env));
    await expectWholeLog(listener, before);
  });

  it('when the hub could not read the log: the alarm reads it again', async () => {
    const before = await head();
    const listener = await open('/ws/validation_updates');
    const hub = hubOf(env);
    vi.spyOn(Hub.prototype, 'notify').mockRejectedValueOnce(new Error('lost'));
    vi.spyOn(console, 'error').mockReturnValue();
    await submit(CLEAN);
    await runInDurableObject(hub, async (instance: Hub) => {
      const { DB } = (instance as unknown as { env: Env }).env;
      vi.spyOn(Object.getPrototypeOf(DB) as D1Database, 'batch').mockRejectedValueOnce(
        new Error('D1 is down'),
      );
    });
    await runDurableObjectAlarm(hub);
    expect((await hub.status()).failures).toBeGreaterThan(0);
    await runDurableObjectAlarm(hub);
    await expectWholeLog(listener, before);
  });
});

/** Takes the log back: its last events are gone, and their ids will be given again. */
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

  it.each([
    ['/ws/nothing', CLOSE.badTopic],
    ['/ws/validation_1', CLOSE.badTopic],
    [
      `/ws/validation_updates?topics=${Array.from({ length: 11 }, (_, n) => `family_f${n}`).join(',')}`,
      CLOSE.badTopic,
    ],
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
