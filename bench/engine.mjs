/**
 * Compares the speed of the engine and of `galley check` with other linters on the same documents.
 *
 *   npm run bench:engine -- FOLDER     all .md files below FOLDER; default: those in node_modules
 *
 * The engine and other libraries: each has its own thread, so that others do not influence the optimisation of its code. In
 * each of three rounds they take turns of at least two seconds, of which the fastest pass counts, because other load on the
 * machine only makes passes slower. Command lines: whole processes over a copy of the documents, in turn, in three rounds.
 * Figures are the medians of the rounds; ratios are those of medians. Galley has a heap of 100 MB, as in a Worker.
 */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildRuleset, validateDocument } from '../src/engine/index.ts';
import { COMMAND_LINE_HEAD, commandLineRows } from './command-lines.mjs';
import { copyDocuments, MAX_FOUND_BYTES, readDocuments } from './documents.mjs';
import { hostileDocuments } from './hostile-documents.mjs';
import { median } from './median.mjs';
import { table } from './table.mjs';
import { BASE, tools } from './tools.mjs';

const ROUNDS = 3;
/** The heap of Galley's own threads and processes: about that of a Worker. */
const HEAP_MB = 100;

const folder = process.argv[2];
const documents = await readDocuments(resolve(folder ?? 'node_modules'), folder ? Infinity : MAX_FOUND_BYTES);
const bytes = documents.reduce((sum, { size }) => sum + size, 0);
console.log(
  `${documents.length} documents, ${(bytes / 1e6).toFixed(2)} MB, from ${folder ?? 'node_modules'}; Node ${process.version}, ${ROUNDS} rounds\n`,
);

const copy = await copyDocuments(documents);
try {
  console.log('Command lines, whole processes:\n');
  console.log(table(COMMAND_LINE_HEAD, await commandLineRows(copy, ROUNDS, HEAP_MB)));
} finally {
  await rm(copy, { recursive: true, force: true });
}

/** @type {Map<string, { seconds: number[]; findings: number; failed: number }>} */
const results = new Map();
const texts = documents.map(({ text }) => text);
const runners = Object.keys(tools).map((name) => ({
  name,
  worker: new Worker(new URL('runner.mjs', import.meta.url), {
    workerData: { name, texts },
    ...(name.startsWith('Galley') && { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } }),
  }),
}));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { name, worker } of runners) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
    worker.postMessage('run');
    const [{ seconds, ...result }] = await once(worker, 'message');
    results.set(name, { ...result, seconds: [...(results.get(name)?.seconds ?? []), seconds] });
  }
}
await Promise.all(runners.map(({ worker }) => worker.terminate()));
const base = median(results.get(BASE)?.seconds ?? []);
console.log('\nLibraries, one thread:\n');
console.log(
  table(
    ['', 'documents/s', 'MB/s', 'cost, x markdownlint', 'findings/document', 'documents it failed on'],
    [...results].map(([name, { seconds, findings, failed }]) => [
      name,
      (documents.length / median(seconds)).toFixed(0),
      (bytes / 1e6 / median(seconds)).toFixed(2),
      (median(seconds) / base).toFixed(2),
      (findings / documents.length).toFixed(1),
      String(failed),
    ]),
  ),
);

console.log('\nThe worst documents under 1 MB that we know, one by one (all validators):\n');
const worst = hostileDocuments.map(({ name, text, flavor }) => {
  const ruleset = buildRuleset(flavor ? { pack: { flavor } } : {});
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
