import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hubOf } from '../../src/live/hub-stub.ts';
import { toServerSentEvents } from '../../src/live/sse.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { readEventStream } from './event-source.ts';
import { evictHub } from './eviction.ts';
import { CLEAN, getJson, head, readLog, request, SKIPPED, submit } from './service.ts';

/** Opens a stream. */
async function follow(path: string, headers: Record<string, string> = {}) {
  const response = await request(path, { headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const { told, state, stop } = readEventStream(response);
  open.push(stop);
  const events = () => told.filter(({ event, data }) => event === undefined && data !== undefined);
  return {
    response,
    told,
    state,
    stop,
    events: () => events().map(({ data }) => JSON.parse(data!) as LiveEvent),
    ids: () => events().map(({ id }) => Number(id)),
    named: (name: string) =>
      vi.waitFor(() => {
        const found = told.find(({ event }) => event === name);
        expect(found, name).toBeDefined();
        return JSON.parse(found!.data!) as Record<string, unknown>;
      }),
  };
}
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of open.splice(0)) await stop();
});

describe('GET /api/events/stream', () => {
  it('tells first where it starts, then each event as the log has it, with its id', async () => {
    const before = await head();
    const stream = await follow('/api/events/stream');
    expect(stream.response.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8');
    expect(await stream.named('connection_established')).toMatchObject({ position: before });
    await submit(SKIPPED);
    const log = await readLog(before);
    await vi.waitFor(() => expect(stream.events()).toEqual(log));
    expect(stream.ids()).toEqual(log.map(({ id }) => id));
  });

  it('resumes after `Last-Event-ID`, which counts more than the address', async () => {
    const before = await head();
    for (let n = 0; n < 3; n += 1) await submit(SKIPPED);
    const log = await readLog(before);
    const last = log[1]!.id;
    const stream = await follow(`/api/events/stream?after=${before}`, { 'Last-Event-ID': String(last) });
    await submit(CLEAN);
    const rest = await readLog(last);
    await vi.waitFor(() => expect(stream.events()).toEqual(rest));
  });

  it.each(['topics=family_slides,family_pdf', 'topics=family_slides&topics=family_pdf'])(
    'is of its topics alone (%s)',
    async (topics) => {
      const stream = await follow(`/api/events/stream?topic=family_words&${topics}`);
      await stream.named('connection_established');
      const before = await head();
      for (const family of ['words', 'cells', 'slides', 'pdf']) await submit(CLEAN, 'a.md', family);
      const heard = (await readLog(before)).filter(({ family }) => family !== 'cells');
      await vi.waitFor(() => expect(stream.events()).toEqual(heard));
      expect(new Set(heard.map(({ family }) => family))).toEqual(new Set(['words', 'slides', 'pdf']));
    },
  );

  it('says `reset` when what was missed is not there, and where it goes on', async () => {
    const position = await head();
    const stream = await follow(`/api/events/stream?after=${position + 5}`);
    expect(await stream.named('reset')).toEqual({ type: 'reset', position });
    expect(stream.told.find(({ event }) => event === 'reset')?.id).toBe(String(position));
  });

  it('ends when the hub ends it, so that the reader comes back', async () => {
    const stream = await follow('/api/events/stream');
    await stream.named('connection_established');
    await evictHub('close');
    await vi.waitFor(() => expect(stream.state.ended).toBe(true));
  });

  it('leaves the hub when its reader goes', async () => {
    const stream = await follow('/api/events/stream');
    await stream.named('connection_established');
    const { connections } = await hubOf(env).status();
    await stream.stop();
    await vi.waitFor(async () => expect((await hubOf(env).status()).connections).toBe(connections - 1));
  });

  it.each([
    ['?topic=nothing', 'topic'],
    ['?after=soon', 'after'],
    ['?conflate=everything', 'conflate'],
    ['?what=this', 'what'],
  ])('refuses %s with a problem', async (query, path) => {
    const response = await request(`/api/events/stream${query}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ path }] });
  });

  it('acknowledges what its reader has taken, so that one who keeps up is never sent away', async () => {
    const before = await head();
    await env.DB.prepare(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)
       insert into events (type, timestamp, actor, family, payload)
       select 'validation_rejected', '2026-01-01T00:00:00.000Z', 'tester', 'default', '{"file_path":"x.md"}' from n`,
    ).run();
    const stream = await follow(`/api/events/stream?after=${before}`);
    await vi.waitFor(() => expect(stream.events()).toHaveLength(4_000), { timeout: 10_000 });
    // After one more frame the stream asks for the next.
    await submit(CLEAN);
    await vi.waitFor(() => expect(stream.events().at(-1)?.type).toBe('validation_created'));
    const { live } = await getJson<{ live: { hubs: { slow_readers: number }[] } }>('/api/monitoring');
    expect(live.hubs[0]).toMatchObject({ slow_readers: 0 });
  });
});

it('puts an event on one line, whatever is in it', () => {
  const event = { id: 7, type: 'x', title: 'a\n\ndata: {}\r\nid: 9\u2028' } as unknown as LiveEvent;
  const text = toServerSentEvents({ from: 1, to: 7, events: [event] });
  expect(text.split(/\r\n|\r|\n/)).toHaveLength(4);
  expect(JSON.parse(text.split('\n')[1]!.slice('data: '.length))).toEqual(event);
});
