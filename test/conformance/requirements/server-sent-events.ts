import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually } from '../connection.ts';
import { authorization, httpOrigin, Own, type Event } from '../target.ts';

interface Told {
  id?: string;
  event?: string;
  data?: string;
  retry?: string;
}

/** Reads a stream as an `EventSource` does. https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function follow(query: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(`${httpOrigin}/api/events/stream?${query}`, {
    headers: { ...authorization(), ...headers },
    signal: stop.signal,
  });
  assert.equal(response.status, 200);
  const told: Told[] = [];
  const reading = (async () => {
    let text = '';
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (text + part).split('\n\n');
      text = blocks.pop() ?? '';
      told.push(...blocks.map(parse));
    }
  })().catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  const unnamed = () => told.filter(({ event, data }) => event === undefined && data !== undefined);
  return {
    contentType: response.headers.get('Content-Type') ?? '',
    told,
    ids: () => unnamed().map(({ id }) => Number(id)),
    events: () => unnamed().map(({ data }) => JSON.parse(data ?? '') as Event),
    upTo: (log: readonly Event[]) => {
      const last = String(log.at(-1)?.id);
      return eventually(`event ${last}`, () => unnamed().find(({ id }) => id === last));
    },
    async end() {
      stop.abort();
      await reading;
    },
  };
}

function parse(block: string): Told {
  return Object.fromEntries(
    block.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
    }),
  );
}

describe('server-sent events', { concurrency: true }, () => {
  it('bring each event at once, with its id, as the log has it', async () => {
    const own = await Own.create();
    const stream = await follow(`topic=${own.topic}&after=0`);
    assert.match(stream.contentType, /^text\/event-stream/);
    await eventually('the first message', () =>
      stream.told.find(({ event }) => event === 'connection_established'),
    );
    assert.ok(stream.told.some(({ retry }) => Number(retry) > 0));
    await own.decide();
    const log = await own.log();
    await stream.upTo(log);
    assert.deepEqual(stream.events(), log);
    assert.deepEqual(
      stream.ids(),
      log.map(({ id }) => id),
    );
    await stream.end();
  });

  it('resume after `Last-Event-ID`, which counts more than `after`', async () => {
    const own = await Own.create();
    await own.decide();
    await own.decide();
    const log = await own.log();
    const seen = log[1]?.id ?? 0;
    const stream = await follow(`topic=${own.topic}&after=0`, { 'Last-Event-ID': String(seen) });
    await stream.upTo(log);
    assert.deepEqual(stream.events(), log.slice(2));
    await stream.end();
  });

  it('tell of a reset by name', async () => {
    const stream = await follow('after=999999999999');
    await eventually('a reset', () => stream.told.find(({ event }) => event === 'reset'));
    await stream.end();
  });

  it('are refused as any request is', async () => {
    const path = `${httpOrigin}/api/events/stream?topic=nonsense`;
    const response = await fetch(path, { headers: authorization() });
    assert.equal(response.status, 422);
    assert.match(response.headers.get('Content-Type') ?? '', /^application\/problem\+json/);
  });
});
