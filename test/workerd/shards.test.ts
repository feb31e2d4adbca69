import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Monitoring } from '../../src/shared/api/monitoring.ts';
import { disconnect } from '../../src/live/disconnect.ts';
import { hubStatuses, shardsOf } from '../../src/live/hub-stub.ts';
import { joinHub } from '../../src/live/join.ts';
import { notify } from '../../src/live/notify.ts';
import { MAX_LIVE_SHARDS } from '../../src/shared/limits.ts';
import { CLOSE, FRAMED_PROTOCOL, type Frame } from '../../src/shared/protocol.ts';
import { ADMIN, ask, bearer } from './deployment.ts';
import { head, readLog, SKIPPED, submit } from './service.ts';

const SHARDED = { ...env, LIVE_SHARDS: '4' };
const READERS = 24;
const sockets: WebSocket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close(1000, 'done');
});

async function join(tokenId: string, after?: number) {
  const { webSocket } = await joinHub(SHARDED, {
    connection: {
      principal: { actor: tokenId, token_id: tokenId, role: 'viewer', families: null },
      topics: ['validation_updates'],
      encoding: FRAMED_PROTOCOL,
    },
    ...(after !== undefined && { after }),
  });
  const ids: number[] = [];
  const codes: number[] = [];
  webSocket!.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Partial<Frame>;
    ids.push(...(message.events ?? []).map(({ id }) => id));
  });
  webSocket!.addEventListener('close', ({ code }) => {
    codes.push(code);
  });
  webSocket!.accept();
  sockets.push(webSocket!);
  return { ids, codes };
}

describe('several hubs', () => {
  it('share the readers, and each of them brings the same events in the same order', async () => {
    const before = await head();
    const readers = await Promise.all(Array.from({ length: READERS }, (_, n) => join(`reader-${n}`)));
    const statuses = await hubStatuses(SHARDED);
    expect(statuses.map(({ connections }) => connections).reduce((a, b) => a + b)).toBe(READERS);
    for (const { connections } of statuses) expect(connections).toBeGreaterThan(0);
    // The service under test has one hub and notifies that one only. The others are notified here, or read the log.
    for (let n = 0; n < 3; n += 1) {
      await submit(SKIPPED);
      const log = await readLog(before);
      await notify(SHARDED, n === 1 ? log.slice(-1) : log.toReversed());
    }
    const ids = (await readLog(before)).map(({ id }) => id);
    for (const reader of readers) await vi.waitFor(() => expect(reader.ids).toEqual(ids));
    const late = await join('late', before);
    await vi.waitFor(() => expect(late.ids).toEqual(ids));
  });

  it('keep all connections of a credential on one hub, and end them there', async () => {
    const readers = await Promise.all(Array.from({ length: 5 }, () => join('the-same')));
    const other = await join('another');
    const held = (await hubStatuses(SHARDED)).map(({ connections }) => connections);
    expect(Math.max(...held)).toBeGreaterThanOrEqual(5);
    await disconnect(SHARDED, { token_id: 'the-same' });
    for (const { codes } of readers) await vi.waitFor(() => expect(codes).toEqual([CLOSE.signIn]));
    expect(other.codes).toEqual([]);
  });

  it('are all looked at: in readiness, and one by one in monitoring', async () => {
    const ready = await ask('/health/ready', {}, { LIVE_SHARDS: '4' });
    expect(await ready.json()).toMatchObject({ status: 'ok' });
    const monitoring = await ask('/api/monitoring', { headers: bearer(ADMIN) }, { LIVE_SHARDS: '4' });
    const { live } = await monitoring.json<Monitoring>();
    expect(live.hubs).toHaveLength(4);
    expect(live.position).toBe(Math.min(...live.hubs.map(({ position }) => position)));
  });

  it.each(['', '0', '-1', '1.5', 'many', String(MAX_LIVE_SHARDS + 1)])(
    'are one where LIVE_SHARDS is "%s"',
    (LIVE_SHARDS) => {
      expect(shardsOf({ LIVE_SHARDS })).toEqual([0]);
    },
  );

  it('are as many as LIVE_SHARDS says', () => {
    expect(shardsOf({ LIVE_SHARDS: '3' })).toEqual([0, 1, 2]);
    expect(shardsOf({ LIVE_SHARDS: String(MAX_LIVE_SHARDS) })).toHaveLength(MAX_LIVE_SHARDS);
  });
});
