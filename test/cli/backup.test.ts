import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Workplace } from './program.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const header = {
  galley_export: 1,
  id: ID,
  schema: '0017.sql',
  started_at: 'now',
  tables: [
    { name: 'texts', last: 3 },
    { name: 'validations', last: 60 },
  ],
};
const text1 = (content: string, rowid: number) => ({ table: 'texts', rowid, row: { content } });
// Node's own reader of lines would end one in the middle of this text.
const odd = text1('one\u2028two\u0085three\r four', 1);
const validation = (rowid: number) => ({ table: 'validations', rowid, row: { id: `v${rowid}` } });
const validations = Array.from({ length: 60 }, (_, n) => validation(n + 1));
const changed = (row: object) => ({ changed: true, ...row });
const cursor = (n: number) => ({ cursor: `${ID}.${n}.0.0` });
const PAGES: object[][] = [
  [header, odd, text1('old', 2), text1('gone', 3), cursor(1)],
  [...validations, cursor(2)],
  [changed(text1('new', 2)), changed({ table: 'texts', rowid: 3, row: null }), cursor(3)],
  [changed(text1('newer', 2)), changed(text1('late', 4)), changed(validation(61)), { end: { position: 9 } }],
];
const FILE = [header, odd, text1('newer', 2), text1('late', 4), ...validations, validation(61)];

let server: Server;
let url: string;
/** Pages that are refused from now on, as by a service that has forgotten the export. */
let forgotten = false;
/** The number of requests that are answered before the service says that something is wrong. */
let answers: number;
let ended: string[];
let stored: string[];
let sizes: number[];
let place: Workplace;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = new URL(request.url ?? '', 'http://x');
  answers -= 1;
  if (answers < 0) return void response.writeHead(500).end();
  if (at.pathname === '/api/export') {
    const page = Number(at.searchParams.get('cursor')?.split('.')[1] ?? 0);
    if (forgotten && page > 0) return void response.writeHead(404).end();
    forgotten = false;
    return void response.end(PAGES[page]!.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  if (request.method === 'DELETE') {
    ended.push(at.pathname);
    return void response.writeHead(204).end();
  }
  const lines = (await text(request)).split('\n').filter(Boolean);
  if (lines.length > 0) sizes.push(lines.length);
  stored.push(...lines.slice(stored.length - Number(at.searchParams.get('line'))));
  const isWhole = stored.at(-1)?.startsWith('{"end"') === true;
  const state = isWhole ? 'finished' : stored.length > 0 ? 'running' : 'none';
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ state, id: stored.length > 0 ? ID : null, lines: stored.length }));
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  forgotten = false;
  answers = Infinity;
  ended = [];
  stored = [];
  sizes = [];
  place = new Workplace();
});
afterEach(() => place.remove());

const exportTo = (file: string) => place.run(['export', '--server', url, '--output', file]);
const importFrom = (file: string) => place.run(['import', file, '--server', url]);
const linesOf = (file: string) => readFileSync(place.file(file), 'utf8').trimEnd().split('\n');

it('exports each row as it was at the end, and goes on where it was cut off', async () => {
  answers = 2;
  expect((await exportTo('all.ndjson')).code).toBe(2);
  expect(existsSync(place.file('all.ndjson'))).toBe(false);
  // As after kill -9, in the middle of a page.
  appendFileSync(place.file('all.ndjson.part'), '{"changed":true,"table":"te');
  answers = 3;
  const { code, stderr } = await exportTo('all.ndjson');
  expect(code, stderr).toBe(0);
  expect(answers).toBe(0);
  expect(ended).toEqual([`/api/export/${ID}`]);
  expect(existsSync(place.file('all.ndjson.part'))).toBe(false);
  expect(statSync(place.file('all.ndjson')).mode & 0o777).toBe(0o600);
  const lines = linesOf('all.ndjson');
  expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(FILE);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ end: { position: 9, rows: FILE.length - 1 } });
  const again = await exportTo('all.ndjson');
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('exists already')]);
});

it('begins anew when the service has ended the export meanwhile', async () => {
  answers = 2;
  await exportTo('all.ndjson');
  answers = Infinity;
  forgotten = true;
  const { code, stderr } = await exportTo('all.ndjson');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('begun anew');
  expect(linesOf('all.ndjson')).toHaveLength(FILE.length + 1);
});

it('imports in parts that a service takes, and goes on where it was cut off', async () => {
  await exportTo('all.ndjson');
  answers = 2;
  expect((await importFrom('all.ndjson')).code).toBe(2);
  expect(stored.length).toBeGreaterThan(0);
  answers = Infinity;
  const { code, stderr } = await importFrom('all.ndjson');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('position 9');
  expect(stored).toEqual(linesOf('all.ndjson'));
  // The header, the texts and 50 validations; the rest.
  expect(sizes).toEqual([54, 12]);
  expect((await importFrom('all.ndjson')).code).toBe(0);
  expect(stored).toHaveLength(FILE.length + 1);
});

it('sends nothing of a file that is damaged or not whole', async () => {
  await exportTo('all.ndjson');
  const whole = readFileSync(place.file('all.ndjson'), 'utf8');
  for (const [wrong, why] of [
    [whole.replace('newer', 'never'), 'checksum'],
    [whole.slice(0, -200), 'not whole'],
    [whole.replace('"galley_export":1', '"galley_export":2'), 'another version'],
    ['', 'no export'],
  ] as const) {
    writeFileSync(place.file('wrong.ndjson'), wrong);
    const { code, stderr } = await importFrom('wrong.ndjson');
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  }
  expect((await importFrom('none.ndjson')).code).toBe(2);
  expect(stored).toEqual([]);
});
