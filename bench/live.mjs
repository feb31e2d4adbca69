/**
 * The hub beside what people use today, and beside the least that a hub can be: one run, one load generator, one machine.
 *
 *   npm run bench:live                               everything, with 1,000 readers
 *   npm run bench:live -- --only ws,bare,galley      some of it
 *   npm run bench:live -- --readers 200 --seconds 4  less of it
 *
 * Galley's hub is asked without the rest of the service, since the others are hubs alone; "with D1" commits each event to
 * the log first, as the service does. What counts are the ratios: the machine is what it is.
 */
import { parseArgs } from 'node:util';
import { measureLatency, measureMemory, measureSaturation, measureStorm } from './live/figures.mjs';
import { Readers } from './live/readers.mjs';
import { systems } from './live/systems.mjs';
import { table } from './table.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(systems).join(',') },
    readers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '6' },
  },
});
const load = { subscribers: Number(values.readers), seconds: Number(values.seconds) };
/** Latencies are measured in turn, so that whatever else the machine does hits all. */
const ROUNDS = 2;

const chosen = values.only.split(',').flatMap((key) => {
  const system = systems[key];
  if (!system) throw new Error(`There is no "${key}"; there are ${Object.keys(systems).join(', ')}.`);
  if (system.missing === undefined) return [{ key, system }];
  console.log(`${system.name}: skipped, ${system.missing}`);
  return [];
});
const readers = new Readers();
/** @type {Map<string, Awaited<ReturnType<typeof measure>> & { times: number[] }>} */
const measured = new Map();
try {
  for (const { key, system } of chosen) {
    console.error(`measuring ${system.name}`);
    measured.set(key, { ...(await measure(system)), times: [] });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { key, system } of chosen) {
      const times = await measureLatency(system, readers, load);
      measured.get(key)?.times.push(...times);
    }
  }
} finally {
  readers.end();
}

/** @param {import('./live/systems.mjs').System} system */
async function measure(system) {
  const saturation = await measureSaturation(system, readers, load);
  // Only who keeps a log can tell what was missed.
  const storm = system.publish === '/commit' ? await measureStorm(system, readers, load) : undefined;
  const memory = await measureMemory(system, readers, load);
  return { name: system.name, saturation, storm, memory };
}

/**
 * @param {number[]} times µs
 * @param {number} share
 */
function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] ?? NaN) / 1_000;
}

const bare = measured.get('bare');
const peers = ['ws', 'socket.io', 'fastapi', 'partyserver'].flatMap((key) => measured.get(key) ?? []);
const best = Math.max(...peers.map(({ saturation }) => saturation.perSecond));
console.log(`\n${load.subscribers} readers, events of about 240 bytes\n`);
console.log(
  table(
    [
      '',
      'p50, ms',
      'to bare',
      'p99, ms',
      'events/s',
      'to best peer',
      'server CPU',
      'reader CPU',
      'storm, s',
      'lost',
      'KB a socket',
    ],
    [...measured.values()].map(({ name, times, saturation, storm, memory }) => [
      name,
      quantile(times, 0.5).toFixed(1),
      bare ? `${(quantile(times, 0.5) / quantile(bare.times, 0.5)).toFixed(2)} x` : '',
      quantile(times, 0.99).toFixed(1),
      Math.round(saturation.perSecond).toLocaleString('en'),
      peers.length > 0 ? `${(saturation.perSecond / best).toFixed(2)} x` : '',
      percent(saturation.serverCpu),
      percent(saturation.generatorCpu),
      storm?.seconds.toFixed(2) ?? '',
      storm?.lost.toString() ?? '',
      memory.kbPerSocket.toFixed(1),
    ]),
  ),
);
console.log(`
p50, p99       from a POST to its arrival, at 20 events/s
events/s       delivered to all readers together, as fast as they get through
CPU            of one core: of the server, and of the busier of the two processes with the readers
storm          all come back at once, each has missed 300 events: until the last one has them all`);

/** @param {number} share */
function percent(share) {
  return `${Math.round(share * 100)} %`;
}
