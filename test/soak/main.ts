/**
 * Runs the real service for minutes under everything at once: submits, runs, decisions, pulls, sockets that come and go,
 * webhooks, quiet times in which the hub is evicted, and kill -9. At the end all invariants must hold.
 *
 *   npm run soak -- --minutes 20
 *   npm run soak -- --minutes 20 --seed 123456   the same choices, of a soak that printed this seed; times differ
 *   npm run soak -- --sockets 50                 fewer than 300
 */
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { table } from '../../bench/table.mjs';
import build from '../cli/build.ts';
import { freePort, Service } from '../browser/service.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { Random } from '../fuzz/random.ts';
import { Crowd } from './crowd.ts';
import { plan, START_WITHIN_MS, suffer } from './faults.ts';
import {
  checkReaders,
  checkRows,
  checkWebhooks,
  dueTo,
  readEverything,
  readLog,
  type Finding,
  type Subscribed,
} from './invariants.ts';
import { growthOf, Memory, type Growth } from './memory.ts';
import { Receiver } from './receiver.ts';
import { Outages, Requests } from './requests.ts';
import { troubleIn } from './service-log.ts';
import { Gate, work, type Acknowledged } from './work.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    sockets: { type: 'string', default: '300' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
/** The heap may grow by this factor from the first to the last third of the longest life. */
const MOST_GROWTH = 1.25;
/** How long all may take that was begun, when nothing new is. */
const SETTLE_MS = 900_000;
const POLL_MS = 1_000;
const SHOWN = 5;
const WEBHOOKS = [
  {
    name: 'all',
    events: [
      'validation_created',
      'recommendation_approved',
      'recommendation_rejected',
      'recommendation_undone',
      'recommendation_applied',
      'validation_approved',
      'validation_enhanced',
      'document_removed',
    ],
    families: null,
  },
  {
    name: 'runs',
    events: [
      'workflow_created',
      'workflow_started',
      'workflow_completed',
      'workflow_cancelled',
      'workflow_failed',
    ],
    families: null,
  },
  {
    name: 'words',
    events: ['recommendation_created', 'validation_created', 'gate_changed'],
    families: ['words'],
  },
] as const;

console.log(`soak of ${minutes} min, seed ${seed}`);
build();
const service = await Service.startFromNothing(START_WITHIN_MS, await freePort());
const receiver = await Receiver.start(new Random(seed));
let crowd: Crowd | undefined;
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  crowd?.close();
  receiver.close();
  await service.remove();
}

/** @returns whether all invariants hold */
async function soak(): Promise<boolean> {
  const outages = new Outages();
  const requests = new Requests(service.url, outages);
  const memory = new Memory();
  memory.begin(service);
  const webhooks = await subscribeWebhooks(requests);
  const listeners = new Crowd(service.url, {
    size: Number(values.sockets),
    seed,
    after: await headOf(requests),
  });
  crowd = listeners;
  const gate = new Gate();
  const done: Acknowledged = { validations: [], runs: [], decisions: [], refused: 0, commands: [], pulls: 0 };
  const leave = new AbortController();
  const gathering = listeners.gather(leave.signal, gate, outages);
  const endsAt = Date.now() + minutes * 60_000;
  const working = work(requests, service.url, seed, gate, done);
  const [suffered] = await Promise.all([
    suffer(plan(minutes, new Random(seed)), { service, outages, memory, gate }).then(async (all) => {
      await sleep(Math.max(0, endsAt - Date.now()));
      gate.isOver = true;
      return all;
    }),
    working,
  ]);
  const { live } = await requests.insist((api) => api.monitoring());
  memory.end();
  console.log('all work is done; waiting for what is under way');
  const isSettled = await settle(requests, webhooks, listeners);
  leave.abort();
  await gathering;
  listeners.disperse();

  const everything = await readEverything(requests, ['', 'pull/7']);
  const trouble = troubleIn(service.output);
  const findings: Finding[] = [
    {
      name: 'settled: runs, readers and webhooks',
      checked: 1,
      wrong: isSettled ? [] : ['not within the time'],
    },
    ...checkReaders(everything.log, listeners),
    ...checkRows(everything, done),
    checkWebhooks(everything.log, receiver, webhooks),
    {
      name: 'answers: no 5xx, and none missing, but by kills',
      checked: total(requests),
      wrong: requests.faults,
    },
    {
      name: 'commands: exit code 0 or 1',
      checked: done.commands.length,
      wrong: done.commands.flatMap(({ name, code, said }) =>
        said === '' ? [] : [`galley ${name}: ${code}: ${said}`],
      ),
    },
    {
      name: 'log of the service: no trouble',
      checked: service.output.split('\n').length,
      wrong: trouble.flatMap(({ line, reason }) => (reason === undefined ? [line] : [])),
    },
    ...checkMemory(memory),
  ];
  const repeats = WEBHOOKS.reduce((sum, { name }) => sum + receiver.subscriber(name).repeats, 0);
  console.log(
    `\n${everything.log.length} events, ${done.validations.length} submits, ${done.runs.length} runs, ` +
      `${done.decisions.length} decisions, ${done.pulls} pulls, ${done.commands.length} commands, ${done.refused} refused\n` +
      `${listeners.passed + listeners.staying.length} connections, ${listeners.staying.length} of them stayed and reconnected ` +
      `${listeners.staying.reduce((sum, { reconnects }) => sum + reconnects, 0)} times\n` +
      `${suffered.kills} kills, ${suffered.terminations} terminations, ${suffered.quietTimes} quiet times; ` +
      `the hub was loaded ${live.hubs.map(({ wakes }) => wakes).join()} times\n` +
      `${total(requests)} requests, ${requests.repeats} repeated; ${repeats} webhook messages came again\n`,
  );
  console.log(
    table(
      ['status', 'requests'],
      [...statuses(requests)].map(([status, n]) => [status, String(n)]),
    ),
  );
  for (const { reason } of trouble) if (reason !== undefined) console.log(`tolerated in the log: ${reason}`);
  console.log(
    table(
      ['invariant', 'checked', 'wrong'],
      findings.map(({ name, checked, wrong }) => [name, checked.toLocaleString('en'), String(wrong.length)]),
    ),
  );
  for (const { name, wrong } of findings)
    for (const text of wrong.slice(0, SHOWN)) console.log(`FAILED ${name}: ${text}`);
  return findings.every(({ wrong }) => wrong.length === 0);
}

async function subscribeWebhooks(requests: Requests): Promise<Subscribed[]> {
  const subscribed: Subscribed[] = [];
  for (const { name, events, families } of WEBHOOKS) {
    const url = receiver.urlOf(name);
    const request = { url, events: [...events], ...(families && { families: [...families] }) };
    const { id, secret, reached } = await requests.insist((api, call) => api.createWebhook(request, call));
    receiver.add(name, secret);
    subscribed.push({ name, id, after: reached, events, families });
  }
  return subscribed;
}

async function headOf(requests: Requests): Promise<number> {
  return (await requests.insist((api) => api.stats())).position;
}

/** Waits until runs have ended, and readers and webhooks have everything. */
async function settle(
  requests: Requests,
  webhooks: readonly Subscribed[],
  { staying }: Crowd,
): Promise<boolean> {
  let log: LiveEvent[] = [];
  for (const end = Date.now() + SETTLE_MS; Date.now() < end; await sleep(POLL_MS)) {
    const { workflows, position } = await requests.insist((api) => api.stats());
    const open = ['pending', 'running', 'paused'].reduce(
      (sum, state) => sum + (workflows.by_state[state] ?? 0),
      0,
    );
    if (open > 0) continue;
    // Reading all of it each time would keep the service from what it has left to do.
    if (log.at(-1)?.id !== position) log = await readLog(requests);
    if (!staying.every((reader) => reader.hasAll(log))) continue;
    if (webhooks.every((one) => receiver.subscriber(one.name).taken.length >= dueTo(log, one).length))
      return true;
  }
  return false;
}

/** Shows how the memory of each life went, and judges that of Galley's own isolate. */
function checkMemory({ lives }: Memory): Finding[] {
  const longest = lives.toSorted((a, b) => b.samples.length - a.samples.length)[0];
  if (!longest) return [];
  for (const name of ['heap', 'workerd', 'node'] as const) {
    for (const [n, { samples }] of lives.entries())
      console.log(
        `${name}, life ${n + 1}, MB: ${samples.map((sample) => Math.round(sample[name])).join(' ')}`,
      );
    console.log(`${name}: ${grown(growthOf(longest, name))}`);
  }
  const growth = growthOf(longest, 'heap');
  return [
    {
      name: `heap of the isolate: grows at most ${MOST_GROWTH} x`,
      checked: growth ? longest.samples.length : 0,
      wrong: growth && growth.ratio > MOST_GROWTH ? [grown(growth)] : [],
    },
  ];
}

function grown(growth: Growth | undefined): string {
  if (!growth) return 'no life was long enough to be judged';
  const { first, last, ratio } = growth;
  return `${first.toFixed(0)} MB, then ${last.toFixed(0)} MB, ${ratio.toFixed(2)} x`;
}

function total({ counts }: Requests): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

function statuses({ counts }: Requests): Map<string, number> {
  const found = new Map<string, number>();
  for (const [name, n] of counts) {
    const status = name.slice(name.lastIndexOf(' ') + 1);
    found.set(status, (found.get(status) ?? 0) + n);
  }
  return new Map([...found].toSorted(([a], [b]) => a.localeCompare(b)));
}
