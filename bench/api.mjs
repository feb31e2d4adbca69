/**
 * Compares the cost of queries on a large and on a small database.
 *
 *   npm run bench:api                  1,000 and 100,000 validations (with 10 issues each)
 *   npm run bench:api -- 1000 20000    other sizes
 *
 * Starts two services with `npm start`, one per database size. Requests alternate between the two, so that other load on
 * the machine affects both. The result is the ratio. It should be about 1 for all sizes.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from './service.mjs';
import { fill } from './fill.mjs';
import { questions } from './questions.mjs';
import { table } from './table.mjs';

const ROUNDS = 150;
const WARM_UP = 15;

const sizes = process.argv.slice(2).map(Number);
const [few = 1_000, many = 100_000] = sizes;
const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
/** @type {Awaited<ReturnType<typeof startService>>[]} */
const services = [];
try {
  for (const size of [few, many]) {
    const data = join(folder, String(size));
    const start = performance.now();
    await fill(data, size);
    console.log(`filled with ${size} validations in ${((performance.now() - start) / 1_000).toFixed(0)} s`);
    services.push(await startService(data));
  }
  const rows = [];
  for (const [name, ask] of Object.entries(questions)) {
    /** @type {number[][]} */
    const times = services.map(() => []);
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      for (const [index, { url }] of services.entries()) {
        const { path, body } = ask(round + WARM_UP, [few, many][index] ?? few);
        const start = performance.now();
        const response = await fetch(url + path, body === undefined ? {} : toPost(body));
        const text = await response.text();
        if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
        if (round >= 0) times[index]?.push(performance.now() - start);
      }
    }
    const [a, b] = times.map((list) => list.toSorted((x, y) => x - y));
    rows.push([name, ...quantiles(a, b, 0.5), ...quantiles(a, b, 0.99)]);
  }
  console.log(
    table(['', `p50 at ${few}, ms`, `at ${many}`, 'ratio', `p99 at ${few}, ms`, `at ${many}`, 'ratio'], rows),
  );
} finally {
  for (const service of services) await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @param {unknown} body */
function toPost(body) {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/**
 * @param {number[] | undefined} first ascending
 * @param {number[] | undefined} second ascending
 * @param {number} share
 */
function quantiles(first = [], second = [], share) {
  const [a = 0, b = 0] = [first, second].map((list) => list[Math.floor(list.length * share)]);
  return [a.toFixed(1), b.toFixed(1), (b / a).toFixed(2)];
}
