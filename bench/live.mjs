/**
 * Compares the hub with common alternatives and with a minimal hub: one run, one load generator, one machine.
 *
 *   npm run bench:live                               all systems, 1,000 readers
 *   npm run bench:live -- --only ws,bare,galley      some systems
 *   npm run bench:live -- --readers 200 --seconds 4  a shorter run
 *
 * Galley's hub runs without the rest of the service, because the alternatives are hubs alone. "with D1" first commits each
 * event to the log, as the service does. Compare the ratios; absolute figures depend on the machine.
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
/** The systems take turns, so that other load on the machine affects all of them. */
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
  // Only systems with a log can replay missed events.
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
