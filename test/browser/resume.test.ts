import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import {
  ApiError,
  createApi,
  subscribe,
  type ConnectionState,
  type Subscription,
} from '../../src/client/index.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { ALL_TOPIC } from '../../src/shared/topics.ts';
import { findViolations } from './conformance.ts';
import { Network } from './network.ts';
import { isOpen, Service } from './service.ts';
import { Watcher } from './watcher.ts';

const DOCUMENT = '# Title\n\n### Skipped a level\n\nText with trailing spaces   \n';
/** Documents that are validated while the client is away. */
const MISSED = 40;
/** Documents of the batch run that is killed in the middle. */
const RUN_DOCUMENTS = 400;
/** The kill at work: how many are connected, and how much is asked for. `npm run stress:crash` does it with many. */
const CRASH_CLIENTS = Number(process.env['CRASH_CLIENTS'] ?? 3);
const CRASH_VALIDATIONS = Number(process.env['CRASH_VALIDATIONS'] ?? 30);
const CRASH_AT_ONCE = 8;
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
async function readLog(after: number, topic = ALL_TOPIC): Promise<LiveEvent[]> {
  const log: LiveEvent[] = [];
  for (let from = after; ;) {
    const page = await others.events({ after: from, topic, limit: 200 });
    log.push(...page.results);
    if (!page.has_more) return log;
    from = page.next_after;
  }
}

/** Newest first. */
async function readValidationIds(): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await others.validations({ limit: 200, ...(cursor !== undefined && { cursor }) });
    ids.push(...page.results.map(({ id }) => id));
    if (page.next_cursor === null) return ids;
    cursor = page.next_cursor;
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

it('keeps the live protocol', async () => {
  expect(await findViolations(service.url)).toBe('');
});

it('a service that was killed at work comes back with its data, and everyone with what they missed', async () => {
  const before = (await others.stats()).position;
  const listeners = Array.from({ length: CRASH_CLIENTS }, listen);
  const [listener] = listeners;
  await Promise.all(listeners.map((one) => reach(one, 'live')));
  const watcher = new Watcher(service.url, before);
  await vi.waitFor(() => expect(watcher.said).toContain('live at'), WITHIN);

  // Killed in the middle of this: some are kept, some are not, and whatever is kept must arrive.
  const answered: string[] = [];
  const paths = Array.from({ length: CRASH_VALIDATIONS }, (_, n) => `at-work-${n}.md`);
  const outcomes = Promise.all(
    Array.from({ length: CRASH_AT_ONCE }, async () => {
      for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
        try {
          answered.push((await others.validate({ content: DOCUMENT, file_path: path })).id);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
        }
      }
    }),
  );
  await vi.waitFor(() => expect(answered.length).toBeGreaterThan(CRASH_VALIDATIONS / 3), WITHIN);
  await service.kill();
  expect(await isOpen(service.port)).toBe(false);
  await outcomes;
  expect(answered.length).toBeLessThan(CRASH_VALIDATIONS);
  await vi.waitFor(() => expect(listener?.states).toContain('disconnected'), WITHIN);

  // Not even the network until others have gone on: the first thing that the clients hear of is what they missed.
  await network.cut();
  await service.start();
  await others.validate({ content: DOCUMENT, file_path: 'after-the-restart.md' });
  await network.restore();
  await Promise.all(listeners.map((one) => reach(one, 'live')));
  await others.validate({ content: DOCUMENT, file_path: 'live-again.md' });

  for (const one of listeners) await expectWholeLog(one);
  const log = await readLog(before);
  await vi.waitFor(() => expect(watcher.events.at(-1)?.id).toBe(log.at(-1)?.id), WITHIN);
  expect(watcher.events).toEqual(log);
  expect(await watcher.interrupt()).toBe(0);

  const told = log
    .filter(({ type }) => type === 'validation_created')
    .map(({ validation_id }) => validation_id);
  // What was answered was kept; what was kept without an answer is news like any other.
  expect(told).toEqual(expect.arrayContaining(answered));
  expect(told).toHaveLength(new Set(told).size);
  const kept = (await readValidationIds()).slice(0, told.length);
  expect(new Set<string | undefined>(kept)).toEqual(new Set(told));
  console.log(
    `${CRASH_CLIENTS} clients, ${answered.length} of ${CRASH_VALIDATIONS} validations answered before the kill, ` +
      `${told.length - 2} kept, ${log.length} events: each told once and in order`,
  );
}, 300_000);

it('a batch run that was killed in the middle goes on by itself, with nobody looking, and does everything once', async () => {
  const documents = Array.from({ length: RUN_DOCUMENTS }, (_, n) => ({
    file_path: `run/${n}.md`,
    content: `# Page ${n}\n\n### Skipped a level\n\nText.\n`,
  }));
  const { id } = await others.createRun({ type: 'batch_validation', name: 'killed', documents });
  // The log tells how far it is; to read the run itself would be to look after it.
  const told = async () => (await readLog(0, id)).filter(({ type }) => type === 'validation_created');
  await vi.waitFor(async () => expect((await told()).length).toBeGreaterThan(0), WITHIN);
  await service.kill();
  expect(await isOpen(service.port)).toBe(false);
  await service.start();
  const before = (await told()).length;
  expect(before).toBeLessThan(RUN_DOCUMENTS);

  await vi.waitFor(
    async () => expect((await readLog(0, id)).at(-1)?.type).toBe('workflow_completed'),
    WITHIN,
  );
  const paths = (await told()).map((event) => (event.type === 'validation_created' ? event.file_path : ''));
  expect(paths.toSorted()).toEqual(documents.map(({ file_path }) => file_path).toSorted());
  const { total, done, failed, counts } = await others.run(id);
  expect({ total, done, failed, counts }).toEqual({
    total: RUN_DOCUMENTS,
    done: RUN_DOCUMENTS,
    failed: 0,
    counts: { error: 0, warning: RUN_DOCUMENTS, info: 0 },
  });
  const story = (await readLog(0, id)).filter(({ type }) => type.startsWith('workflow_'));
  expect(story.map(({ type }) => type).filter((type) => type !== 'workflow_progress')).toEqual([
    'workflow_created',
    'workflow_started',
    'workflow_completed',
  ]);
  console.log(`${before} of ${RUN_DOCUMENTS} documents were done before the kill, all of them once after it`);
}, 300_000);
