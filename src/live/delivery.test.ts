import { describe, expect, it } from 'vitest';
import { entry } from '../../test/workerd/made-up-events.ts';
import {
  ACK_EVERY_EVENTS,
  BACKLOG_PATIENCE_MS,
  FLAT_MAX_UNCONFIRMED_LENGTH,
  HUB_MAX_BACKLOG_LENGTH,
  SLOW_READER_EVENTS,
  SLOW_READER_LENGTH,
} from '../shared/limits.ts';
import { CLOSE, type Frame } from '../shared/protocol.ts';
import type { HubConnection } from './hub-connection.ts';
import { Delivery } from './delivery.ts';
import { lagOf } from './member.ts';
import { Sockets } from './sockets.ts';

const failing = (what: string, error: unknown) => {
  throw new Error(what, { cause: error });
};
const CONNECTION: HubConnection = {
  since: 0,
  principal: { actor: 'reader', role: 'viewer', families: null },
  topics: ['validation_updates'],
  encoding: 'galley.v1',
  conflate: false,
  pingedAt: 0,
};

function hub() {
  const sockets = new Sockets(failing);
  let answeredAt = 0;
  const delivery = new Delivery(sockets, () => answeredAt);
  let head = 0;
  return {
    sockets,
    delivery,
    hearPing: (at: number) => {
      answeredAt = at;
    },
    publish: (count: number, length = 0) => {
      const entries = Array.from({ length: count }, (_, n) => entry(head + n + 1, length));
      head += count;
      delivery.enqueue(entries);
      return entries;
    },
    connect: (about: Partial<HubConnection> = {}) => {
      const { 0: client, 1: server } = new WebSocketPair();
      const frames: Frame[] = [];
      const codes: number[] = [];
      client.addEventListener('message', ({ data }) => {
        frames.push(JSON.parse(String(data)) as Frame);
      });
      client.addEventListener('close', ({ code }) => {
        codes.push(code);
      });
      client.accept();
      server.accept();
      server.serializeAttachment({ ...CONNECTION, since: head, ...about });
      return { member: sockets.add(server, head), server, frames, codes };
    },
  };
}
const STEP = 500;
const NOW = 1_800_000_000_000;

describe('flow control', () => {
  it('sends a framed reader away that falls behind, though it acknowledges what it reads', async () => {
    const { sockets, delivery, publish, connect } = hub();
    const { server, codes } = connect();
    let to = 0;
    while (sockets.size > 0) {
      publish(STEP);
      to += STEP;
      delivery.flush();
      // The reader is half as fast as the sender.
      sockets.acknowledge(server, to / 2);
      expect(to).toBeLessThanOrEqual(SLOW_READER_EVENTS * 2 + STEP);
    }
    expect(to).toBeGreaterThan(SLOW_READER_EVENTS);
    await expect.poll(() => codes).toEqual([CLOSE.slowReader]);
    expect(delivery.figures.slow_readers).toBe(1);
  });

  it('keeps who keeps up; repeated, old and invented acknowledgements are no news', () => {
    const { sockets, delivery, publish, connect } = hub();
    const { server, member } = connect();
    for (let to = STEP; to < SLOW_READER_EVENTS * 3; to += STEP) {
      publish(STEP);
      delivery.flush();
      expect(sockets.acknowledge(server, to)).toBe(true);
      expect(sockets.acknowledge(server, to)).toBe(false);
      expect(sockets.acknowledge(server, to - STEP)).toBe(false);
      expect(sockets.acknowledge(server, 9_000_000)).toBe(false);
    }
    expect(lagOf(member)).toEqual({ events: 0, length: 0 });
    expect(sockets.size).toBe(1);
  });

  it('counts what was replayed as unread until it is acknowledged, bit by bit', () => {
    const { sockets, delivery, publish, connect } = hub();
    const other = connect();
    const missed = publish(3_000);
    delivery.flush();
    const { member, server } = connect();
    delivery.replay(member, missed, 0);
    expect(lagOf(member).events).toBe(3_000);
    expect(sockets.acknowledge(server, 1_000)).toBe(true);
    expect(lagOf(member).events).toBe(2_000);
    publish(10);
    delivery.flush();
    expect(sockets.acknowledge(server, 3_010)).toBe(true);
    expect(lagOf(member)).toEqual({ events: 0, length: 0 });
    expect(lagOf(other.member).events).toBe(3_010);
  });

  it('is by length too, for few and long events', async () => {
    const { delivery, publish, connect } = hub();
    const { codes } = connect();
    publish(5, SLOW_READER_LENGTH / 4);
    delivery.flush();
    await expect.poll(() => codes).toEqual([CLOSE.slowReader]);
  });

  it('keeps a flat reader that shows that it is there, and sends one away that got very much and never does', async () => {
    const { delivery, publish, connect, hearPing } = hub();
    const { codes } = connect({ encoding: 'flat' });
    const much = () => {
      publish(3, FLAT_MAX_UNCONFIRMED_LENGTH / 2);
      delivery.flush();
    };
    hearPing(1_000);
    much();
    hearPing(2_000);
    much();
    expect(delivery.figures.slow_readers).toBe(0);
    much();
    await expect.poll(() => codes).toEqual([CLOSE.slowReader]);
  });

  /** More than usual, and a part of the total backlog. */
  const BATCH = ACK_EVERY_EVENTS * 2 + 100;
  const CROWD = 20;
  const LENGTH = HUB_MAX_BACKLOG_LENGTH / CROWD / BATCH;

  it('waits for those who lag when it is too much for all together, and goes on when they have read', () => {
    const { sockets, delivery, publish, connect } = hub();
    const crowd = Array.from({ length: CROWD }, () => connect());
    publish(BATCH, LENGTH);
    expect(delivery.mayFlush(NOW)).toBe(true);
    delivery.flush();
    publish(1);
    expect(delivery.isWaiting).toBe(true);
    expect(delivery.mayFlush(NOW)).toBe(false);
    expect(delivery.hasRoomFor([])).toBe(false);
    for (const { server } of crowd.slice(1)) sockets.acknowledge(server, BATCH);
    expect(delivery.mayFlush(NOW + 1)).toBe(true);
    expect(delivery.hasRoomFor([])).toBe(true);
    delivery.flush();
    expect(delivery.isWaiting).toBe(false);
    expect(delivery.figures.slow_readers).toBe(0);
  });

  it('does not wait for long: the slowest go, who keeps up stays', () => {
    const { sockets, delivery, publish, connect } = hub();
    const quick = connect();
    const crowd = Array.from({ length: CROWD }, () => connect());
    publish(BATCH, LENGTH);
    delivery.flush();
    sockets.acknowledge(quick.server, BATCH);
    expect(delivery.mayFlush(NOW)).toBe(false);
    expect(delivery.mayFlush(NOW + BACKLOG_PATIENCE_MS - 1)).toBe(false);
    expect(delivery.mayFlush(NOW + BACKLOG_PATIENCE_MS)).toBe(true);
    const left = crowd.filter(({ server }) => sockets.of(server));
    const backlog = left.reduce((sum, { member }) => sum + lagOf(member).length, 0);
    expect(backlog).toBeLessThanOrEqual(HUB_MAX_BACKLOG_LENGTH / 2);
    expect(left.length).toBeGreaterThan(0);
    expect(delivery.figures.slow_readers).toBe(CROWD - left.length);
    expect(sockets.of(quick.server)).toBeDefined();
  });
});

describe('who comes while something is queued', () => {
  it('gets it once: what it was replayed is not sent again, and its frames chain', async () => {
    const { delivery, publish, connect } = hub();
    const early = connect();
    const queued = publish(3);
    const late = connect();
    delivery.replay(late.member, queued.slice(1), 1);
    publish(2);
    const latest = connect();
    delivery.replay(latest.member, [], 5);
    publish(1);
    delivery.flush();
    await expect
      .poll(() => [early, late, latest].map(({ frames }) => frames.map(({ from, to }) => [from, to])))
      .toEqual([
        [[0, 6]],
        [
          [1, 3],
          [3, 6],
        ],
        [[5, 6]],
      ]);
    expect(lagOf(late.member).events).toBe(5);
    expect(lagOf(latest.member).events).toBe(1);
    publish(1);
    delivery.flush();
    await expect.poll(() => latest.frames.at(-1)).toMatchObject({ from: 6, to: 7 });
  });
});
