/**
 * Compares the cost of requests on a large and on a small database, and of writes with and without quality over time.
 *
 *   npm run bench:api                              1,000 and 100,000 documents of 10 versions each
 *   npm run bench:api -- 1000 20000 --versions 3   other sizes
 *   npm run bench:api -- --only document           the questions whose names have this word, or one of several
 *
 * Starts three services with `npm start`: the small and the large one, and a small one that keeps no quality over time.
 * Requests alternate between them, so that other load on the machine affects all. The result are the ratios. Between the
 * sizes they should be about 1, at most 1.2; those of writes, too.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startService } from './service.mjs';
import { fill } from './fill.mjs';
import { questions } from './questions.mjs';
import { table } from './table.mjs';

const ROUNDS = 100;
const WARM_UP = 10;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { versions: { type: 'string', default: '10' }, only: { type: 'string', multiple: true } },
});
const versions = Number(values.versions);
const [few = 1_000, many = 100_000] = positionals.map(Number);
const databases = [
  { documents: few, versions },
  { documents: many, versions },
  { documents: few, versions, keepsQuality: false },
];
const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
/** @type {Awaited<ReturnType<typeof startService>>[]} */
const services = [];
try {
  for (const [index, database] of databases.entries()) {
    const data = join(folder, String(index));
    const start = performance.now();
    await fill(data, database);
    const seconds = ((performance.now() - start) / 1_000).toFixed(0);
    console.log(`filled with ${database.documents} documents of ${versions} versions in ${seconds} s`);
    services.push(await startService(data));
  }
  const sizes = [];
  const writes = [];
  for (const [name, ask] of Object.entries(questions)) {
    if (values.only?.every((word) => !name.includes(word))) continue;
    const [small, large, bare] = await measure(ask);
    sizes.push([name, ...quantiles(small, large, 0.5), ...quantiles(small, large, 0.99)]);
    if (bare.length > 0) writes.push([name, ...quantiles(bare, small, 0.5)]);
  }
  console.log(
    table(
      ['', `p50 at ${few}, ms`, `at ${many}`, 'ratio', `p99 at ${few}, ms`, `at ${many}`, 'ratio'],
      sizes,
    ),
  );
  console.log(table(['writes', 'p50 without quality, ms', 'with it', 'ratio'], writes));
} finally {
  for (const service of services) await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/**
 * Asks each service, or only the first two what is no write.
 *
 * @param {import('./questions.mjs').Ask} ask
 * @returns {Promise<[number[], number[], number[]]>} milliseconds, ascending
 */
async function measure(ask) {
  /** @type {[number[], number[], number[]]} */
  const times = [[], [], []];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    for (const [index, { url }] of services.entries()) {
      const { path, body } = ask(round + WARM_UP, { size: databases[index]?.documents ?? few, versions });
      if (databases[index]?.keepsQuality === false && body === undefined) continue;
      const start = performance.now();
      const response = await fetch(url + path, body === undefined ? {} : toPost(body));
      const text = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
      if (round >= 0) times[index]?.push(performance.now() - start);
    }
  }
  for (const list of times) list.sort((a, b) => a - b);
  return times;
}

/** @param {unknown} body */
function toPost(body) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * @param {number[]} first ascending
 * @param {number[]} second ascending
 * @param {number} share
 */
function quantiles(first, second, share) {
  const [a = 0, b = 0] = [first, second].map((list) => list[Math.floor(list.length * share)]);
  return [a.toFixed(1), b.toFixed(1), (b / a).toFixed(2)];
}
