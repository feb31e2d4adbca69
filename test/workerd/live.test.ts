import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Hub } from '../../src/live/hub.ts';
import { hubOf } from '../../src/live/hub-stub.ts';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import { evictHub } from './eviction.ts';
import { closeListeners, expectWholeLog, open } from './opened-listeners.ts';
import { CLEAN, getJson, head, readLog, request, SKIPPED, submit } from './service.ts';

afterEach(() => {
  vi.restoreAllMocks();
  closeListeners();
});

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
      // What the page that is served says of itself.
      build: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    const shell = await (await request('/dashboard/')).text();
    expect(shell).toContain(`<meta name="build" content="${String(listener.messages[0]?.build)}" />`);
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
    // Written to the log directly, so that the event is exactly this one.
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
    const repeated = await open('/ws/family_pdf?topics=family_words&topics=family_cells,family_slides');
    const deaf = await open('/ws/family_slides');
    const before = await head();
    await submit(SKIPPED, 'a.md', 'words');
    await submit(SKIPPED, 'b.md', 'cells');
    await expectWholeLog(listener, before);
    await expectWholeLog(repeated, before);
    await submit(CLEAN, 'c.md', 'slides');
    await vi.waitFor(() => expect(deaf.events()).not.toHaveLength(0));
    await expectWholeLog(repeated, before);
    expect(deaf.events().every((event) => event.family === 'slides')).toBe(true);
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
