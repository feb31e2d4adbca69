/**
 * Compares the speed of the validation engine with other linters on the same documents.
 *
 *   npm run bench:engine -- FOLDER     all .md files below FOLDER; default: those in node_modules
 *
 * Each tool has its own thread, so that other tools do not influence the optimisation of its code. The tools take turns of
 * at least two seconds. The fastest pass of a tool counts, because other load on the machine only makes passes slower.
 * Ratios are relative to markdownlint with its default rules.
 */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildRuleset, validateDocument } from '../src/engine/index.ts';
import { hostileDocuments } from './hostile-documents.mjs';
import { table } from './table.mjs';
import { BASE, tools } from './tools.mjs';

const TURNS = 5;
/** Limits the documents from node_modules, so that a run takes seconds. */
const MAX_FOUND_BYTES = 2_000_000;
const MAX_DOCUMENT_BYTES = 1_000_000;

const folder = process.argv[2];
const documents = await readDocuments(resolve(folder ?? 'node_modules'), folder ? Infinity : MAX_FOUND_BYTES);
const bytes = documents.reduce((sum, { size }) => sum + size, 0);
console.log(
  `${documents.length} documents, ${(bytes / 1e6).toFixed(2)} MB, from ${folder ?? 'node_modules'}; Node ${process.version}, one thread, best pass of ${TURNS} turns\n`,
);

/** @type {Map<string, { seconds: number; findings: number; failed: number }>} */
const results = new Map();
const texts = documents.map(({ text }) => text);
const runners = Object.keys(tools).map((name) => ({
  name,
  worker: new Worker(new URL('runner.mjs', import.meta.url), { workerData: { name, texts } }),
}));
for (let turn = 0; turn < TURNS; turn += 1) {
  for (const { name, worker } of runners) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
    worker.postMessage('run');
    const [result] = await once(worker, 'message');
    const best = results.get(name);
    if (!best || result.seconds < best.seconds) results.set(name, result);
  }
}
await Promise.all(runners.map(({ worker }) => worker.terminate()));
const base = results.get(BASE)?.seconds ?? Number.NaN;
console.log(
  table(
    ['', 'documents/s', 'MB/s', 'cost, x markdownlint', 'findings/document', 'documents it failed on'],
    [...results].map(([name, { seconds, findings, failed }]) => [
      name,
      (documents.length / seconds).toFixed(0),
      (bytes / 1e6 / seconds).toFixed(2),
      (seconds / base).toFixed(2),
      (findings / documents.length).toFixed(1),
      String(failed),
    ]),
  ),
);

console.log('\nThe worst documents under 1 MB that we know, one by one (all validators):\n');
const ruleset = buildRuleset();
const worst = hostileDocuments.map(({ name, text }) => {
  const start = performance.now();
  const { issues } = validateDocument({ text, filePath: 'document.md', ruleset });
  const skipped = issues.filter(({ rule_id }) => rule_id === 'document/too-complex').length;
  return { name, length: text.length, milliseconds: performance.now() - start, skipped };
});
console.log(
  table(
    ['', 'KB', 'ms', 'validators skipped'],
    worst
      .toSorted((a, b) => b.milliseconds - a.milliseconds)
      .map(({ name, length, milliseconds, skipped }) => [
        name,
        (length / 1e3).toFixed(0),
        milliseconds.toFixed(0),
        skipped > 0 ? 'yes, said so' : '',
      ]),
  ),
);

/**
 * @param {string} root
 * @param {number} limit in bytes
 */
async function readDocuments(root, limit) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (paths.length === 0) throw new Error(`There is no .md file below ${root}.`);
  /** @type {{ text: string; size: number }[]} */
  const found = [];
  let size = 0;
  for (const path of paths) {
    const content = await readFile(path);
    if (content.byteLength > MAX_DOCUMENT_BYTES) continue;
    if (size + content.byteLength > limit) break;
    size += content.byteLength;
    found.push({ text: content.toString('utf8'), size: content.byteLength });
  }
  return found;
}
