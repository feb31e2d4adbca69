import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Hub } from '../../src/live/hub.ts';
import { hubOf, hubStatuses } from '../../src/live/hub-stub.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { MAX_PROTOCOL_ERRORS } from '../../src/shared/limits.ts';
import { FRAMED_PROTOCOL } from '../../src/shared/protocol.ts';
import { openDatabase } from '../../src/store/database.ts';
import { commitWithEvents } from '../../src/store/commit.ts';
import { appendEvents, forgetEvents, toLiveEvents } from '../../src/store/events.ts';
import { StressClient, type Kind } from './stress-client.ts';

/** The duration and the seed: `npm run stress -- --minutes N --seed S`. */
const MINUTES = Number(env.STRESS_MINUTES);
const SEED = env.STRESS_SEED === '' ? Date.now() % 2 ** 31 : Number(env.STRESS_SEED);
/** The number of runs when no duration is given, as part of the test suite. */
const SHORT_RUNS = 6;

const FAMILIES = ['cells', 'words', 'slides'];
const FLAT = { encoding: 'flat', acknowledges: true } as const;
const FRAMED = { encoding: FRAMED_PROTOCOL, acknowledges: true } as const;
const ALL = { topics: ['validation_updates'], families: null, expires: false };
const KINDS: Kind[] = [
  { ...FLAT, ...ALL },
  { ...FRAMED, ...ALL },
  { ...FRAMED, ...ALL, expires: true },
  { ...FRAMED, ...ALL, acknowledges: false },
  { ...FRAMED, ...ALL, families: ['cells'] },
  { ...FLAT, ...ALL, families: ['words', 'slides'], expires: true },
  { ...FRAMED, ...ALL, topics: ['family_cells', 'family_words'] },
  { ...FLAT, ...ALL, topics: ['family_slides', 'validation_updates'], families: ['slides'] },
];

const client = fc.nat(KINDS.length - 1);
const publish = fc.record({
  do: fc.constant('publish' as const),
  families: fc.array(fc.constantFrom(...FAMILIES), { minLength: 1, maxLength: 6 }),
  /** How the hubs are notified: at once, later in any order, twice, or never. */
  fate: fc.constantFrom('told', 'told', 'late', 'twice', 'lost'),
});
const step = fc.oneof(
  { weight: 12, arbitrary: publish },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('tell late' as const), order: fc.infiniteStream(fc.nat(99)) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('evict' as const),
      webSockets: fc.constantFrom('hibernate' as const, 'close' as const),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('connect' as const), client }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), client }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('storm' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('alarm' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('nonsense' as const),
      client,
      times: fc.constantFrom(1, 3, MAX_PROTOCOL_ERRORS + 1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('flood' as const), kilobytes: fc.constantFrom(50, 300) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), keep: fc.nat(40) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 5, 60) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The whole log, including deleted events. */
const log: LiveEvent[] = [];
const LONG_AGO = 10_000;

/** The service under stress: the real log and hubs, and clients whose memory is compared with the log. */
class Stress {
  readonly #shards: number;
  readonly #late: LiveEvent[][] = [];
  readonly clients: StressClient[];

  constructor(shards: number) {
    this.#shards = shards;
    this.clients = KINDS.map((kind, index) => new StressClient(`stress-${shards}-${index}`, kind, shards));
  }

  get hubs(): DurableObjectStub<Hub>[] {
    return Array.from({ length: this.#shards }, (_, shard) => hubOf(env, shard));
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case 'publish':
        return this.publish(one.families, one.fate);
      case 'tell late':
        for (const events of this.#late.splice(0)) {
          const order = [...this.hubs].toSorted(() => (one.order.next().value ?? 0) - 50);
          for (const hub of order) await hub.notify(events);
        }
        return;
      case 'evict':
        for (const hub of this.hubs) await evict(hub, one.webSockets);
        return;
      case 'connect':
        return this.clients[one.client]?.connect();
      case 'leave':
        return this.clients[one.client]?.leave();
      case 'storm':
        for (const each of this.clients) each.leave();
        await Promise.all(this.clients.map((each) => each.connect()));
        return;
      case 'alarm':
        for (const hub of this.hubs) await runDurableObjectAlarm(hub);
        return;
      case 'nonsense':
        for (let n = 0; n < one.times; n += 1) this.clients[one.client]?.send('nonsense');
        return;
      case 'flood':
        // Few long events: more than a client may leave unacknowledged, and more than a resume replays.
        for (let n = 0; n < 6; n += 1)
          await this.publish(['cells', 'cells', 'words'], 'told', one.kilobytes * 1_000);
        return;
      case 'forget':
        await forgetEvents(openDatabase(env.DB), { before: '', keep: one.keep, limit: 1_000 });
        return;
      case 'wait':
        await scheduler.wait(one.ms);
    }
  }

  async publish(families: readonly string[], fate: string, length = 0): Promise<void> {
    const db = openDatabase(env.DB);
    const told = families.map((family) => ({
      type: 'recommendation_rejected' as const,
      timestamp: new Date().toISOString(),
      actor: 'stress',
      subject: { family, recommendation_id: crypto.randomUUID() },
      payload: {
        title: 'x'.repeat(length),
        status: 'rejected' as const,
        before: { status: 'proposed' as const },
        after: { status: 'rejected' as const },
      },
    }));
    const rows = await commitWithEvents(db, { events: appendEvents(db, told) });
    const events = toLiveEvents(rows);
    log.push(...events);
    log.splice(0, log.length - LONG_AGO);
    if (fate === 'late') this.#late.push(events);
    if (fate === 'lost' || fate === 'late') return;
    for (const hub of this.hubs) await hub.notify(events);
    if (fate === 'twice') for (const hub of this.hubs) await hub.notify(events);
  }

  /** All clients reconnect and receive everything. */
  async settle(): Promise<void> {
    await vi.waitFor(
      async () => {
        for (const each of this.clients) await each.connect();
        for (const hub of this.hubs) await runDurableObjectAlarm(hub);
        for (const each of this.clients) expect(each.isComplete(log)).toBe(true);
      },
      { timeout: 10_000, interval: 20 },
    );
    for (const each of this.clients) each.check(log);
  }

  /** All clients disconnect, and the hubs keep nothing of them. */
  async end(): Promise<void> {
    for (const each of this.clients) each.leave();
    await vi.waitFor(
      async () => {
        const statuses = await hubStatuses({ ...env, LIVE_SHARDS: String(this.#shards) });
        for (const { connections } of statuses) expect(connections).toBe(0);
        // Within a minute the last alarm writes down what was counted.
        for (const hub of this.hubs) await runDurableObjectAlarm(hub);
        for (const hub of this.hubs) {
          const left = await runInDurableObject(hub, async (_, state) => ({
            open: state.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN).length,
            alarm: await state.storage.getAlarm(),
          }));
          expect(left).toEqual({ open: 0, alarm: null });
        }
      },
      { timeout: 10_000, interval: 20 },
    );
  }
}

async function evict(hub: DurableObjectStub<Hub>, webSockets: 'hibernate' | 'close'): Promise<void> {
  try {
    await evictDurableObject(hub, { webSockets });
  } catch (error) {
    if (!String(error).includes('not currently running')) throw error;
  }
}

it.each([1, 4])(
  'whatever happens, everyone has every event once and in order, or was told to start over (%d hubs)',
  async (shards) => {
    console.log(`npm run stress -- --minutes ${Math.max(1, MINUTES)} --seed ${SEED}`);
    const told = { runs: 0, steps: 0, resets: 0, slow: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
        const stress = new Stress(shards);
        try {
          for (const each of stress.clients) await each.connect();
          for (const one of steps) await stress.take(one);
          await stress.settle();
        } finally {
          await stress.end();
        }
        told.runs += 1;
        told.steps += steps.length;
        for (const { resets, closes } of stress.clients) {
          told.resets += resets;
          told.slow += closes.filter((code) => code === 4101).length;
        }
      }),
      {
        seed: SEED,
        // The failed steps are printed without shrinking, because runs are not deterministic.
        endOnFailure: true,
        ...(MINUTES > 0
          ? {
              numRuns: 1_000_000,
              interruptAfterTimeLimit: (MINUTES * 60_000) / 2,
              markInterruptAsFailure: false,
            }
          : { numRuns: SHORT_RUNS }),
      },
    );
    console.log(`${shards} hubs: ${JSON.stringify(told)}`);
  },
  Math.max(1, MINUTES) * 60_000 + 60_000,
);
