/**
 * Measures what is stored: bytes of a first version, of a further version before and after superseded versions are packed, and of an unchanged page in a run, by table and index.
 *
 *   npm run bench:storage
 *   npm run bench:storage -- --documents 100 --versions 2 --runs 2   fewer
 *   npm run bench:storage -- --all                                   every table and index, however small
 *
 * Starts the service with `npm start` on a folder of its own, sends it pages of about 3 KB with about 11 findings, and reads
 * the pages of the local database by `dbstat`. Bytes are those of whole pages, with what is free in them, as D1 counts them.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startService } from './service.mjs';
import { table } from './table.mjs';

/** Documents of a request. */
const FILES_A_REQUEST = 20;
/** Documents of a request to a run. */
const CHUNK = 250;
/** Tables and indexes with less than this in every column are one line. */
const SMALL_BYTES = 40;
/** How long another process may write. */
const BUSY_MS = 10_000;
/** Less than a second. */
const SOON_DAYS = '0.00001';
const SOON_MS = 2_000;
const PROSE_CHARACTERS = 2_400;
const CHANGED_LINE = 'This paragraph is of version';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '200' },
    /** Further versions of each document. */
    versions: { type: 'string', default: '3' },
    /** Runs of unchanged pages. */
    runs: { type: 'string', default: '4' },
    all: { type: 'boolean', default: false },
  },
});
const count = Number(values.documents);
const versions = Number(values.versions);
const runs = Number(values.runs);

/** @typedef {Map<string, number>} Sizes bytes by table or index, in whole pages */

const paragraphs = await readParagraphs();
const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
const service = await startService(folder, process.cwd(), ['--var', `RETENTION_FINDINGS_DAYS:${SOON_DAYS}`]);
try {
  // Upkeep sweeps once an hour: not before it is asked to.
  await change(
    `insert or replace into counters (name, value, updated_at) values ('swept_texts', 0, '${new Date().toISOString()}')`,
  );
  // The first page of each table is there before anything is stored.
  const empty = await sizesOf();
  const findings = await send(0);
  const first = await sizesOf();
  for (let version = 1; version <= versions; version += 1) await send(version);
  const further = await sizesOf();
  await packSuperseded();
  const packed = await sizesOf();
  // The first run of a family brings what only runs keep. It is measured by itself.
  await run();
  const afterRun = await sizesOf();
  for (let n = 0; n < runs; n += 1) await run();
  const afterRuns = await sizesOf();
  const columns = [
    divide(first.sizes, empty.sizes, count),
    divide(further.sizes, first.sizes, count * versions),
    divide(packed.sizes, first.sizes, count * versions),
    divide(afterRuns.sizes, afterRun.sizes, count * runs),
  ];
  const bytes = Buffer.byteLength(page(0, 0));
  console.log(
    `\n${count} documents of ${bytes} bytes with ${(findings / count).toFixed(1)} findings; ${versions} further versions of each; ` +
      `${runs} runs in which nothing has changed. Bytes of each validation or page\n`,
  );
  console.log(
    table(
      ['', 'first version', 'further version', 'when it is packed', 'unchanged in a run'],
      rowsOf(columns),
    ),
  );
  const events = eventsOf(first.events, first.sizes);
  console.log(
    `\nAn event of a validation or of a recommendation, with its indexes: ${events.toFixed(0)} bytes`,
  );
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Sends a version of each document. @param {number} version @returns how many findings they have */
async function send(version) {
  let findings = 0;
  for (let from = 0; from < count; from += FILES_A_REQUEST) {
    const form = new FormData();
    for (let n = from; n < Math.min(from + FILES_A_REQUEST, count); n += 1) {
      form.append('file', new File([page(n, version)], pathOf(n)));
    }
    const { results, remaining } = await ask('/api/validate', { method: 'POST', body: form });
    if (remaining !== undefined) throw new Error(`${remaining} documents were left out`);
    for (const { counts } of results) findings += counts.error + counts.warning + counts.info;
  }
  return findings;
}

/** Lets upkeep pack what is superseded, as it does after `RETENTION_FINDINGS_DAYS`. */
async function packSuperseded() {
  await change("delete from counters where name = 'swept_texts'");
  // The last ones must be old enough.
  await sleep(SOON_MS);
  const { port } = JSON.parse(await readFile(join(folder, 'galley-server.json'), 'utf8'));
  const answer = await fetch(`http://127.0.0.1:${port}/cdn-cgi/handler/scheduled`);
  if (!answer.ok) throw new Error(`the scheduled handler: ${answer.status} ${await answer.text()}`);
  for (;;) {
    const reader = new DatabaseSync(await findDatabase(), { readOnly: true, timeout: BUSY_MS });
    const [row] = reader.prepare('select count(*) as n from packed_findings').all();
    reader.close();
    if (Number(row?.['n']) === count * versions) return;
    await sleep(200);
  }
}

/** Changes the database that the service uses. @param {string} statement */
async function change(statement) {
  const database = new DatabaseSync(await findDatabase(), { timeout: BUSY_MS });
  database.exec(statement);
  database.close();
}

/** The file of the local database. */
async function findDatabase() {
  const databases = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
  const name = (await readdir(databases)).find((one) => /^[0-9a-f]{64}\.sqlite$/.test(one));
  if (name === undefined) throw new Error(`no database in ${databases}`);
  return join(databases, name);
}

/** Runs all documents as they are. */
async function run() {
  const { id } = await post('/api/workflows', JSON.stringify({ type: 'batch_validation', name: 'nightly' }));
  for (let from = 0; from < count; from += CHUNK) {
    const documents = Array.from({ length: Math.min(CHUNK, count - from) }, (_, n) => ({
      file_path: pathOf(from + n),
      content: page(from + n, versions),
    }));
    await post(`/api/workflows/${id}/documents`, JSON.stringify({ documents }));
  }
  await post(`/api/workflows/${id}/start`, '{}');
  for (;;) {
    const { state, done } = await ask(`/api/workflows/${id}`);
    if (state === 'completed' && done === count) return;
    if (state !== 'running') throw new Error(`the run is ${state}, with ${done} done`);
    await sleep(100);
  }
}

/** Reads how large each table and each index is, and how many events there are. */
async function sizesOf() {
  const database = new DatabaseSync(await findDatabase(), { readOnly: true, timeout: BUSY_MS });
  try {
    const rows = database.prepare('select name, sum(pgsize) as bytes from dbstat group by name').all();
    const [one] = database.prepare('select count(*) as n from events').all();
    /** @type {Sizes} */
    const sizes = new Map(rows.map((row) => [nameOf(String(row['name'])), Number(row['bytes'])]));
    return { sizes, events: Number(one?.['n']) };
  } finally {
    database.close();
  }
}

/** @param {string} name */
function nameOf(name) {
  return name.replace(/^sqlite_autoindex_(.+)_1$/, '$1, its key');
}

/**
 * @param {Sizes} sizes
 * @param {Sizes} before
 * @param {number} by
 * @returns {Sizes}
 */
function divide(sizes, before, by) {
  return new Map([...sizes].map(([name, bytes]) => [name, (bytes - (before.get(name) ?? 0)) / by]));
}

/** @param {readonly Sizes[]} columns */
function rowsOf(columns) {
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const isLarge = (/** @type {string} */ name) =>
    values.all || columns.some((column) => Math.abs(column.get(name) ?? 0) >= SMALL_BYTES);
  const sumOf = (/** @type {Sizes} */ column) =>
    total(new Map([...column].filter(([name]) => !isLarge(name))));
  const shown = names
    .filter(isLarge)
    .map((name) => ({ name, bytes: columns.map((column) => column.get(name) ?? 0) }))
    .toSorted((a, b) => Math.max(...b.bytes) - Math.max(...a.bytes));
  return [
    ...shown.map(({ name, bytes }) => figures(name, bytes)),
    ...(values.all ? [] : [figures('others', columns.map(sumOf))]),
    figures('all', columns.map(total)),
  ];
}

/** @param {Sizes} column */
function total(column) {
  return [...column.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** @param {string} name @param {readonly number[]} bytes */
function figures(name, bytes) {
  return [name, ...bytes.map((one) => one.toFixed(0))];
}

/** @param {number} n @param {Sizes} sizes @returns the bytes of an event */
function eventsOf(n, sizes) {
  const bytes = [...sizes].filter(([name]) => name.startsWith('events')).map(([, one]) => one);
  return bytes.reduce((sum, one) => sum + one, 0) / n;
}

/** The paragraphs of the project's own documentation. */
async function readParagraphs() {
  const names = (await readdir('docs')).filter((name) => name.endsWith('.md')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join('docs', name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n\n'))
    .filter((one) => /^[A-Z][^|]+$/.test(one) && one.length > 200);
}

/** @param {number} n */
function pathOf(n) {
  return `guides/area-${n % 31}/how-to-set-up-part-${n}.md`;
}

/**
 * A page of prose with findings of some rules.
 *
 * @param {number} n
 * @param {number} version
 */
function page(n, version) {
  const prose = [];
  // Steps that share no divisor with the number of paragraphs would be better, but pages only have to differ.
  for (let index = n * 7; prose.join().length < PROSE_CHARACTERS; index += 1 + (n % 5)) {
    prose.push(paragraphs[index % paragraphs.length]);
  }
  const [first = '', ...others] = prose;
  return [
    `# How to set up part ${n}`,
    '',
    `${CHANGED_LINE} ${version}.`,
    '',
    first,
    '',
    '### Too deep',
    '',
    `Text with [gone](#nowhere), [also gone](#part-${n}) and [](empty.md).`,
    '![](image.png)',
    '',
    '| Name | Value |',
    '| --- |',
    '| one | two | three |',
    '',
    '#No space',
    '',
    'See [the guide](https://example.org/guide and (this)[https://example.org/swapped].',
    '',
    '## Text',
    '',
    'The the word is there twice. [Undefined][nothing]',
    '',
    '## Text',
    '',
    ...others.flatMap((one) => [one, '']),
    '```',
    'never closed',
    '',
  ].join('\n');
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
