import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createApi, subscribe, type ConnectionState, type Subscription } from '../../src/client/index.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { ALL_TOPIC } from '../../src/shared/topics.ts';
import { Network } from './network.ts';
import { isOpen, Service } from './service.ts';

const DOCUMENT = '# Title\n\n### Skipped a level\n\nText with trailing spaces   \n';
/** Documents that are validated while the client is away. */
const MISSED = 40;
const WITHIN = { timeout: 40_000, interval: 50 };

let service: Service;
let network: Network;
/** Goes straight to the service: what others do while a client is away. */
let others: ReturnType<typeof createApi>;
const running: Subscription[] = [];

beforeAll(async () => {
  service = await Service.start();
  network = await Network.create(service.port);
  others = createApi({ baseUrl: service.url });
});
afterEach(() => {
  for (const subscription of running.splice(0)) subscription.close();
});
afterAll(async () => {
  await network?.cut();
  await service?.remove();
});

function listen() {
  const api = createApi({ baseUrl: network.url });
  const events: LiveEvent[] = [];
  const states: ConnectionState[] = [];
  const snapshots: number[] = [];
  const subscription = subscribe({
    baseUrl: network.url,
    topic: ALL_TOPIC,
    snapshot: () => api.stats(),
    onSnapshot: ({ position }) => snapshots.push(position),
    onEvents: (some) => void events.push(...some),
    onState: (state) => states.push(state),
  });
  running.push(subscription);
  return { subscription, events, states, snapshots };
}
type Listener = ReturnType<typeof listen>;

const reach = (listener: Listener, state: ConnectionState) =>
  vi.waitFor(() => expect(listener.subscription.state).toBe(state), WITHIN);

/** The log as the service has it: what a listener must have got, no more, no less and in this order. */
async function readLog(after: number): Promise<LiveEvent[]> {
  const log: LiveEvent[] = [];
  for (let from = after; ;) {
    const page = await others.events({ after: from, limit: 200 });
    log.push(...page.results);
    if (!page.has_more) return log;
    from = page.next_after;
  }
}

async function expectWholeLog({ events, snapshots, subscription }: Listener): Promise<void> {
  const log = await readLog(snapshots[0]!);
  await vi.waitFor(() => expect(subscription.position).toBe(log.at(-1)?.id), WITHIN);
  expect(events).toEqual(log);
  // Caught up from the log, not by a new snapshot.
  expect(snapshots).toHaveLength(1);
}

it('a client that was away while documents were validated gets every event exactly once, in order', async () => {
  const listener = listen();
  await reach(listener, 'live');
  await others.validate({ content: DOCUMENT, file_path: 'before.md' });
  await vi.waitFor(() => expect(listener.events.length).toBeGreaterThan(0), WITHIN);

  await network.cut();
  await reach(listener, 'disconnected');
  const before = listener.events.length;
  const away = Array.from({ length: MISSED }, (_, n) => `away-${n}.md`);
  await Promise.all(away.map((file_path) => others.validate({ content: DOCUMENT, file_path })));
  expect(listener.events).toHaveLength(before);

  await network.restore();
  await reach(listener, 'live');
  await others.validate({ content: DOCUMENT, file_path: 'after.md' });
  await expectWholeLog(listener);
  expect(listener.events.filter(({ type }) => type === 'validation_created')).toHaveLength(MISSED + 2);
});

it('a service that was killed at work comes back with its data, and the subscription with what it missed', async () => {
  const listener = listen();
  await reach(listener, 'live');

  // Killed in the middle of this: some are kept, some are not, and whatever is kept must arrive.
  const atWork = Array.from({ length: 30 }, (_, n) =>
    others.validate({ content: DOCUMENT, file_path: `at-work-${n}.md` }),
  );
  const outcomes = Promise.allSettled(atWork);
  await Promise.any(atWork);
  await service.kill();
  expect(await isOpen(service.port)).toBe(false);
  await outcomes;
  await vi.waitFor(() => expect(listener.states).toContain('disconnected'), WITHIN);
  const kept = (await outcomes).filter(({ status }) => status === 'fulfilled').length;
  expect(kept).toBeGreaterThan(0);

  // Not even the network until others have gone on: the first thing that the client hears of is what it missed.
  await network.cut();
  await service.start();
  await others.validate({ content: DOCUMENT, file_path: 'after-the-restart.md' });
  await network.restore();

  await reach(listener, 'live');
  await others.validate({ content: DOCUMENT, file_path: 'live-again.md' });
  await expectWholeLog(listener);
  const created = listener.events.filter(({ type }) => type === 'validation_created');
  // What was answered was kept; what was kept without an answer is news like any other.
  expect(created.length).toBeGreaterThanOrEqual(kept + 2);
  expect((await others.validations()).total).toBe(created.length + MISSED + 2);
});
