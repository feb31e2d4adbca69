/**
 * How fast the validation engine is, beside its peers, on the same documents in the same process and thread.
 *
 *   npm run bench:engine -- FOLDER     every .md file below FOLDER; without it, those in node_modules
 *
 * Each tool runs over all documents in turn, round after round, and its fastest round counts: the machine may be busy
 * with other things, but never makes anything faster. Ratios are to markdownlint alone with its default rules.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lint } from 'markdownlint/sync';
import { buildRuleset, validateDocument } from '../src/content/index.ts';
import { VALIDATION_TYPES } from '../src/shared/things.ts';
import { hostileDocuments } from './hostile-documents.mjs';
import { peers } from './peers.mjs';
import { table } from './table.mjs';

const ROUNDS = 5;
/** Without a folder: a part of node_modules that takes seconds, not minutes. */
const MAX_FOUND_BYTES = 2_000_000;
const MAX_DOCUMENT_BYTES = 1_000_000;

const folder = process.argv[2];
const documents = await readDocuments(resolve(folder ?? 'node_modules'), folder ? Infinity : MAX_FOUND_BYTES);
const bytes = documents.reduce((sum, { size }) => sum + size, 0);
console.log(
  `${documents.length} documents, ${(bytes / 1e6).toFixed(2)} MB, from ${folder ?? 'node_modules'}; Node ${process.version}, one thread, best of ${ROUNDS} rounds\n`,
);

const ruleset = buildRuleset();
const strict = buildRuleset({ profile: 'strict' });
const own = VALIDATION_TYPES.filter((type) => type !== 'markdown');
/** @type {(options: Partial<import('../src/content/index.ts').DocumentInput>) => (text: string) => number} */
const galley = (options) => (text) => {
  const { counts } = validateDocument({ text, filePath: 'document.md', ruleset, ...options });
  return counts.error + counts.warning + counts.info;
};
/** @type {Record<string, (text: string) => number | Promise<number>>} */
const tools = {
  'markdownlint alone (default rules)': (text) =>
    lint({ strings: { text }, handleRuleFailures: true })['text']?.length ?? 0,
  'Galley, all of it (default profile)': galley({}),
  'Galley, all of it (strict profile)': galley({ ruleset: strict }),
  'Galley, its own validators only': galley({ validationTypes: own }),
  ...peers,
};

/** @type {Map<string, { seconds: number; findings: number; failed: number }>} */
const results = new Map();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, check] of Object.entries(tools)) {
    let findings = 0;
    let failed = 0;
    const start = performance.now();
    for (const { text } of documents) {
      try {
        findings += await check(text);
      } catch {
        failed += 1;
      }
    }
    const seconds = (performance.now() - start) / 1_000;
    const best = results.get(name);
    if (!best || seconds < best.seconds) results.set(name, { seconds, findings, failed });
  }
}
const base = results.get('markdownlint alone (default rules)')?.seconds ?? Number.NaN;
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
