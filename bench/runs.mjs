/**
 * Compares a batch run with other ways to submit the same documents, and with a repetition of the run.
 *
 *   npm run bench:runs                       5,000 small documents
 *   npm run bench:runs -- --documents 1000   fewer
 *
 * One service, started with `npm start`. Each way has its own texts, so that results are reused only in the repetition.
 * Compare the ratios; absolute figures depend on the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startService } from './service.mjs';
import { table } from './table.mjs';

const { values } = parseArgs({ options: { documents: { type: 'string', default: '5000' } } });
const COUNT = Number(values.documents);
const CHUNK = 500;
const FILES_A_REQUEST = 100;

const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
const service = await startService(folder);
try {
  const ways = {
    'POST /api/validate, one after the other': () => oneByOne(documents('single')),
    [`POST /api/validate, ${FILES_A_REQUEST} files each`]: () => inForms(documents('form')),
    'a run': () => inRun(documents('run')),
    'the same run again': () => inRun(documents('run')),
  };
  /** @type {Map<string, number>} */
  const rates = new Map();
  for (const [name, work] of Object.entries(ways)) {
    console.error(`measuring: ${name}`);
    const start = performance.now();
    await work();
    rates.set(name, COUNT / ((performance.now() - start) / 1_000));
  }
  const run = rates.get('a run') ?? 1;
  const rows = [...rates].map(([name, rate]) => [
    name,
    (COUNT / rate).toFixed(1),
    rate.toFixed(0),
    `${(rate / run).toFixed(2)} x`,
  ]);
  console.log(`\n${COUNT} documents of about 200 characters; with uploads\n`);
  console.log(table(['', 'seconds', 'documents/s', 'to a run'], rows));
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @param {string} way has texts of its own */
function documents(way) {
  return Array.from({ length: COUNT }, (_, n) => ({
    file_path: `${way}/${n % 50}/page-${n}.md`,
    content: `# Page ${n}, ${way}\n\nThis is a page, and it says little.\n\n${n % 5 === 0 ? '### Skipped' : '## Section'}\n\nSee [the next](page-${n + 50}.md#section) for more.\n`,
  }));
}

/** @param {ReturnType<typeof documents>} all */
async function oneByOne(all) {
  for (const document of all) await post('/api/validate', JSON.stringify(document));
}

/** @param {ReturnType<typeof documents>} all */
async function inForms(all) {
  for (const some of chunks(all, FILES_A_REQUEST)) {
    const form = new FormData();
    for (const { file_path, content } of some) form.append('file', new File([content], file_path));
    await ask('/api/validate', { method: 'POST', body: form });
  }
}

/** @param {ReturnType<typeof documents>} all */
async function inRun(all) {
  const { id } = await post('/api/workflows', JSON.stringify({ type: 'batch_validation', name: 'bench' }));
  for (const some of chunks(all, CHUNK)) {
    await post(`/api/workflows/${id}/documents`, JSON.stringify({ documents: some }));
  }
  await post(`/api/workflows/${id}/start`, '{}');
  for (;;) {
    const { state, done, failed } = await ask(`/api/workflows/${id}`);
    if (state === 'completed' && done === COUNT && failed === 0) return;
    if (state !== 'running') throw new Error(`the run is ${state}, with ${done} done and ${failed} failed`);
    await sleep(100);
  }
}

/**
 * @template T
 * @param {readonly T[]} all
 * @param {number} size
 */
function chunks(all, size) {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/**
 * @param {string} path
 * @param {string} body JSON
 */
function post(path, body) {
  return ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<any>}
 */
async function ask(path, init) {
  const response = await fetch(service.url + path, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
