/**
 * Compares what a write costs with what it cost in another commit: by itself, in the last one that kept validations only, no
 * documents.
 *
 *   npm run bench:writes                       against a030076
 *   npm run bench:writes -- COMMIT             against another commit
 *   npm run bench:writes -- --checkout FOLDER  against a checkout that is there, with its packages
 *   npm run bench:writes -- --blocks 5 --documents 200   fewer requests
 *
 * Starts both services with `npm start`, and sends the same documents to both, in turn and in changing order, so that other
 * load on the machine affects both. Compares how long an answer takes, and how long processors work for it: that of all
 * processes of a service, which other load changes less (on Linux only). The ratios should be at most 1.2.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from './median.mjs';
import { startService } from './service.mjs';
import { table } from './table.mjs';

/** @typedef {[number[], number[]]} Pair before and now */

const BEFORE_DOCUMENTS = 'a030076';
/** The unit of processor time in /proc: 1/100 s, whatever the kernel counts in. */
const MS_A_TICK = 10;
/** Requests that a service is sent before it is the other's turn. */
const BLOCK = 20;
/** Blocks that are not measured. */
const WARM_UP = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string' },
    /** Documents that are there before. */
    documents: { type: 'string', default: '500' },
    blocks: { type: 'string', default: '20' },
  },
});
const [commit = BEFORE_DOCUMENTS] = positionals;
const blocks = Number(values.blocks);
const count = Number(values.documents);
const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
/** @type {Awaited<ReturnType<typeof startService>>[]} */
const services = [];
try {
  const other = values.checkout === undefined ? await checkOut(commit) : resolve(values.checkout);
  for (const [name, checkout] of [
    ['before', other],
    ['now', process.cwd()],
  ]) {
    services.push(await startService(join(folder, `data-${name}`), checkout));
  }
  for (let n = 0; n < count; n += 1) {
    for (const service of services) await send(service.url, pathOf(n), page(n, n % 2 === 0 ? 1 : 6));
  }
  // Each has documents of its own, so that each version is the second one of its document.
  const of = (/** @type {number} */ first) => (/** @type {number} */ n) => pathOf((first + n * 2) % count);
  /** @type {Record<string, (n: number) => [string, string]>} */
  const writes = {
    'a new document': (n) => [`new/area-${n % 7}/page-${n}.md`, page(`new ${n}`, 1)],
    'a changed version with the same findings': (n) => [of(0)(n), page(`changed ${n}`, 1)],
    'a new document, many findings': (n) => [`long/area-${n % 7}/page-${n}.md`, page(`long ${n}`, 6)],
    'a changed version with the same, many findings': (n) => [of(1)(n), page(`many ${n}`, 6)],
  };
  /** @type {Map<string, { ms: Pair; cpu: Pair }>} */
  const measured = new Map(Object.keys(writes).map((name) => [name, { ms: [[], []], cpu: [[], []] }]));
  for (let block = -WARM_UP; block < blocks; block += 1) {
    for (const [name, write] of Object.entries(writes)) {
      for (const index of block % 2 === 0 ? [0, 1] : [1, 0]) {
        const service = services[index];
        if (!service) continue;
        const cpu = processorTime(service.group);
        const ms = [];
        for (let n = 0; n < BLOCK; n += 1)
          ms.push(await send(service.url, ...write((block + WARM_UP) * BLOCK + n)));
        if (block < 0) continue;
        measured.get(name)?.ms[index]?.push(...ms);
        measured.get(name)?.cpu[index]?.push((processorTime(service.group) - cpu) / BLOCK);
      }
    }
  }
  const rows = [...measured].map(([name, { ms, cpu }]) => [
    name,
    ...ms.map((list) => median(list).toFixed(1)),
    ratioOf(ms),
    ...cpu.map((list) => median(list).toFixed(1)),
    ratioOf(cpu),
  ]);
  console.log(
    `\nPOST /api/validate, ${blocks * BLOCK} of each, ${BLOCK} in turn, with ${count} documents before\n`,
  );
  const head = ['', 'ms before', 'now', 'ratio', 'ms of processors before', 'now', 'ratio'];
  console.log(table(head, rows));
} finally {
  for (const service of services) await service.stop();
  if (values.checkout === undefined) await rm(join(folder, 'checkout'), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

/** Sends one document. @param {string} url @param {string} file_path @param {string} content @returns milliseconds */
async function send(url, file_path, content) {
  const start = performance.now();
  const response = await fetch(`${url}/api/validate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ content, file_path }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${file_path}: ${response.status} ${text}`);
  return performance.now() - start;
}

/**
 * The time that processors have worked for a process group, in ms; NaN where there is no /proc.
 *
 * @param {number} group
 */
function processorTime(group) {
  if (!existsSync('/proc/self/stat')) return Number.NaN;
  let ticks = 0;
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // proc_pid_stat(5), from the third field on: state, parent, group; then utime and stime as the 14th and the 15th.
    const fields = statOf(id);
    if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * MS_A_TICK;
}

/** The fields of a process after its name; none if it has ended meanwhile. @param {string} id */
function statOf(id) {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    const hasEnded =
      error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code));
    if (hasEnded) return [];
    throw error;
  }
}

/** @param {Pair} figures */
function ratioOf([before, now]) {
  return (median(now) / median(before)).toFixed(2);
}

/** Checks out a commit, and installs its packages. @param {string} wanted */
async function checkOut(wanted) {
  const checkout = join(folder, 'checkout');
  await mkdir(checkout);
  console.error(`checking out ${wanted}`);
  const archive = execFileSync('git', ['archive', wanted], { maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', checkout], { input: archive });
  execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: checkout,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return checkout;
}

/** @param {number} n */
function pathOf(n) {
  return `docs/area-${n % 31}/page-${n}.md`;
}

/**
 * A page with findings of some rules, in each of its sections.
 *
 * @param {number | string} title
 * @param {number} sections
 */
function page(title, sections) {
  return `# Page ${title}\n\n${Array.from({ length: sections }, sectionOf).join('')}`;
}

/** @param {unknown} _value @param {number} n */
function sectionOf(_value, n) {
  return `Text   \n#### Too deep ${n}\n\nText with [gone](#nowhere).\n\n\n\n* a\n- b\n\n`;
}
