/**
 * Measures the dashboard in Chromium against its targets, with the processor slowed down four times and as it is.
 *
 *   npm run bench:ui                                   a minute of events, 100,000 documents
 *   npm run bench:ui -- --seconds 20 --documents 5000  a shorter run
 *   npm run bench:ui -- --rate 1                       as it is only; 4: slowed down only
 *   npm run bench:ui -- --folder DIR                   keeps the filled data, and finds it there the next time
 *   chrt -r 10 npm run bench:ui                        before other load on the machine, where that is allowed
 *
 * An event is painted when the frame is that has its row in the feed, or that has it in the counter of validations: what
 * comes first, counted from when the page received it. Where more come in a frame than the feed keeps, there is no row of
 * some. Which events must come is asked of the log.
 *
 * The services, the sender of the events and the browser share the machine, so what other load takes is in the figures: look
 * at the column without the slowdown, at the idle page, and at the processor time of the page alone, too.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../test/browser/chromium.ts';
import { fill } from './fill.mjs';
import { startService } from './service.mjs';
import { table } from './table.mjs';
import { eventsBench, quantile } from './ui/events.mjs';
import { probe } from './ui/probe.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    documents: { type: 'string', default: '100000' },
    rate: { type: 'string' },
    folder: { type: 'string' },
  },
});
const EVENTS_PER_SECOND = 20;
const EVENTS = Number(values.seconds) * EVENTS_PER_SECOND;
const VIEWPORT = { width: 1440, height: 900 };
const RATES = values.rate === undefined ? [4, 1] : [Number(values.rate)];
const DOCUMENTS = Number(values.documents);
/** How often what is opened is opened: the middle one counts. */
const OPENINGS = 5;
/** How long somebody looks at a page before the next one: what it does at first is over. */
const LOOK_MS = 2_000;
const PAGES_OF_LIST = 10;
/** A family in which trailing spaces are findings. */
const PACK = 'title: Bench\nextends: default\nrules:\n  MD009: warning\n';

const folder = await mkdtemp(join(tmpdir(), 'galley-bench-'));
/** @type {{ stop: () => Promise<void> }[]} */
const open = [];
/** @type {Map<string, { target: string; isMet: (value: number) => boolean; unit: string; values: number[] }>} */
const measured = new Map();
try {
  await mkdir(join(folder, 'busy'));
  const busy = await startService(join(folder, 'busy'));
  open.push(busy);
  const large = await startService(await filled());
  open.push(large);
  const browser = await launchChromium();
  open.push({ stop: () => browser.close() });
  await send('PUT', `${busy.url}/api/families/bench`, 'application/yaml', PACK);
  const big = await submit(busy.url, 'big/book.md', bigDocument(), 'bench');
  console.error(`the large document has ${big.findings} findings`);
  for (const rate of RATES) {
    console.error(`measuring with the processor ${rate === 1 ? 'as it is' : `slowed down ${rate} times`}`);
    const page = await newPage(browser, rate);
    await eventsBench({
      ...page,
      url: busy.url,
      rate,
      count: EVENTS,
      perSecond: EVENTS_PER_SECOND,
      submit,
      record,
    });
    await measureList(browser, large.url, rate);
    await measureDesk(browser, busy.url, rate, big.id);
  }
} finally {
  for (const one of open.toReversed()) await one.stop();
  await rm(folder, { recursive: true, force: true });
}
const head = ['', 'target', ...RATES.map((rate) => (rate === 1 ? 'as it is' : `slowed ${rate} x`)), 'met'];
const rows = [...measured].map(([name, { target, isMet, unit, values: all }]) => [
  name,
  target,
  ...all.map((value) => `${Math.round(value).toLocaleString('en')}${unit}`),
  target === '' ? '' : all.map((value) => (isMet(value) ? 'yes' : 'NO')).join(' '),
]);
console.log(
  `\n${EVENTS_PER_SECOND} events/s for ${values.seconds} s, ${DOCUMENTS} documents; ${cpus().length} processors, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`,
);
console.log(
  'Painted: from the event at the page to the frame with its row in the feed or its place in the counter.\n',
);
console.log(table(head, rows));

/**
 * @param {string} name
 * @param {number} value
 * @param {number | null} below - the target; with `atMost`, what is met too; null: a figure to compare with
 * @param {{ unit?: string; atMost?: boolean }} [how]
 */
function record(name, value, below, { unit = ' ms', atMost = false } = {}) {
  const known = measured.get(name) ?? {
    target:
      below === null
        ? ''
        : `${atMost ? (below === 0 ? '' : 'at most ') : 'under '}${below.toLocaleString('en')}${unit}`,
    isMet: (/** @type {number} */ one) => below === null || (atMost ? one <= below : one < below),
    unit,
    values: [],
  };
  known.values.push(value);
  measured.set(name, known);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {number} rate
 */
async function newPage(browser, rate) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript(probe);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  return { page, context, session };
}

/** The data folder with many documents. @returns {Promise<string>} */
async function filled() {
  const kept = join(values.folder ?? folder, `large-${DOCUMENTS}`);
  if (existsSync(kept)) return kept;
  const start = performance.now();
  // Only what is whole gets its name.
  await fill(`${kept}.new`, { documents: DOCUMENTS });
  await rename(`${kept}.new`, kept);
  console.error(`filled in ${Math.round((performance.now() - start) / 1_000)} s`);
  return kept;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} rate
 */
async function measureList(browser, url, rate) {
  const row = '[data-testid=list] .row';
  await opened('list of documents', browser, rate, `${url}/dashboard/documents`, row);
  const { page, context } = await newPage(browser, rate);
  await followed(
    'list of documents, from another page',
    page,
    `${url}/dashboard/`,
    '/dashboard/documents',
    row,
  );
  for (let more = 1; more < PAGES_OF_LIST; more += 1) {
    const before = await page.locator(row).count();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.locator(row).nth(before).waitFor();
  }
  await scroll(page, '', row, `scrolling through ${await page.locator(row).count()} documents`);
  await context.close();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} rate
 * @param {string} id
 */
async function measureDesk(browser, url, rate, id) {
  const address = `${url}/dashboard/desk/${id}`;
  const row = '.desk-row.here';
  await opened('1 MB with 1,000 findings on the desk', browser, rate, address, row);
  const { page, context } = await newPage(browser, rate);
  const { pathname } = new URL(address);
  await followed(
    `1 MB with 1,000 findings on the desk, from another page`,
    page,
    `${url}/dashboard/documents`,
    pathname,
    row,
  );
  await scroll(page, '.desk-scroller', '.desk-row', 'scrolling through that document');
  await context.close();
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} scroller
 * @param {string} row
 * @param {string} name
 */
async function scroll(page, scroller, row, name) {
  const { blank, frames } = await page.evaluate(async ([box, one]) => {
    const bench = Reflect.get(globalThis, 'bench');
    await bench.scrollThrough(box, one, 120);
    return bench;
  }, /** @type {const} */ ([scroller, row]));
  console.error(`${name}: ${blank} of ${frames} frames had a place without a row`);
  record(`${name}: blank frames`, blank, 0, { unit: '', atMost: true });
}

/**
 * The middle of some openings, from the request for the page to the frame with the row. The files of the page are in the
 * browser's cache, as they are for everyone who works with it.
 *
 * From another page of the service the browser goes on with the process that it has, which has read the scripts before. From
 * elsewhere it starts one: what that takes by itself is what an empty page takes.
 *
 * @param {string} name
 * @param {import('playwright-core').Browser} browser
 * @param {number} rate
 * @param {string} address
 * @param {string} row
 */
async function opened(name, browser, rate, address, row) {
  const { page, context } = await newPage(browser, rate);
  /** @param {string} from @param {string} to @param {string} selector @returns {Promise<number>} ms */
  const opening = async (from, to, selector) => {
    await page.goto(from);
    await page.waitForTimeout(LOOK_MS);
    await page.goto(to, { waitUntil: 'commit' });
    return page.evaluate((one) => Reflect.get(globalThis, 'bench').shown(one), selector);
  };
  const empty = await emptyPage();
  const other = new URL('/dashboard/families', address).href;
  const known = [];
  const fresh = [];
  const none = [];
  // The files come into the cache.
  await opening('about:blank', address, row);
  for (let n = 0; n < OPENINGS; n += 1) {
    fresh.push(await opening('about:blank', address, row));
    known.push(await opening(other, address, row));
    none.push(await opening('about:blank', empty.url, 'p'));
  }
  await context.close();
  empty.stop();
  console.error(`${address}: ${known.map(Math.round).join(', ')} ms`);
  record(`${name}, by its address`, quantile(known, 0.5), 1_000);
  record(`${name}, in a new process`, quantile(fresh, 0.5), null);
  record(`${name}: an empty page in one`, quantile(none, 0.5), null);
}

/**
 * The middle of some openings by a link within the dashboard, which does not load the page again.
 *
 * @param {string} name
 * @param {import('playwright-core').Page} page
 * @param {string} from
 * @param {string} path
 * @param {string} row
 */
async function followed(name, page, from, path, row) {
  const times = [];
  for (let n = 0; n <= OPENINGS; n += 1) {
    await page.goto(from);
    await page.waitForTimeout(LOOK_MS);
    const time = await page.evaluate(
      ([one, href]) =>
        Reflect.get(globalThis, 'bench').shown(one, () => {
          const link = Object.assign(document.createElement('a'), { href });
          document.body.append(link);
          link.click();
          link.remove();
        }),
      /** @type {const} */ ([row, path]),
    );
    if (n > 0) times.push(time);
  }
  console.error(`${path} by a link: ${times.map(Math.round).join(', ')} ms`);
  record(name, quantile(times, 0.5), 1_000);
}

/** A page without content, with the headers by which a browser chooses the process. */
async function emptyPage() {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.end('<!doctype html><title>Empty</title><p>Empty</p>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the empty page has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** 1 MB with 1,000 findings, of which each has an edit. */
function bigDocument() {
  const findings = 1_000;
  const length = Math.floor(1_000_000 / findings);
  const words = 'Words of a long paragraph that says little. ';
  const part = (/** @type {number} */ n) => {
    const start = `## Part ${n}\n\n`;
    const end = '\n\nTrailing   \nmore.\n\n';
    const rest = length - start.length - end.length;
    return `${start}${words.repeat(Math.ceil(rest / words.length)).slice(0, rest - 1)}.${end}`;
  };
  return `# Big\n\n${Array.from({ length: findings }, (_, n) => part(n)).join('')}`.slice(0, 1_000_000);
}

/**
 * @param {string} url
 * @param {string} file_path
 * @param {string} content
 * @param {string} [family]
 */
async function submit(url, file_path, content, family = 'default') {
  const body = JSON.stringify({ file_path, content, family });
  const { id, issues } = await send('POST', `${url}/api/validate`, 'application/json', body);
  return { id: String(id), findings: issues.length };
}

/**
 * @param {'POST' | 'PUT'} method
 * @param {string} address
 * @param {string} type
 * @param {string} body
 * @returns {Promise<any>}
 */
async function send(method, address, type, body) {
  const init = { headers: { 'Content-Type': type }, body };
  const response = await fetch(address, { ...init, method });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return response.json();
}
