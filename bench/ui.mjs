/**
 * Measures the dashboard in Chromium against its targets, with the processor slowed down four times and as it is.
 *
 *   npm run bench:ui                                   a minute of events, 100,000 documents
 *   npm run bench:ui -- --seconds 20 --documents 5000  a shorter run
 *   npm run bench:ui -- --rate 1                       as it is only; 4: slowed down only
 *
 * The services, the sender of the events and the browser share the machine, so what other load takes is in the figures: look
 * at the column without the slowdown, too.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchChromium } from '../test/browser/chromium.ts';
import { fill } from './fill.mjs';
import { startService } from './service.mjs';
import { table } from './table.mjs';
import { noteTasks } from './ui/own-time.mjs';
import { probe } from './ui/probe.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    documents: { type: 'string', default: '100000' },
    rate: { type: 'string' },
  },
});
const EVENTS_PER_SECOND = 20;
const VIEWPORT = { width: 1440, height: 900 };
const RATES = values.rate === undefined ? [4, 1] : [Number(values.rate)];
const DOCUMENTS = Number(values.documents);
/** How often what is opened is opened: the middle one counts. */
const OPENINGS = 5;
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
  await fill(join(folder, 'large'), { documents: DOCUMENTS });
  const large = await startService(join(folder, 'large'));
  open.push(large);
  const browser = await launchChromium();
  open.push({ stop: () => browser.close() });
  await send('PUT', `${busy.url}/api/families/bench`, 'application/yaml', PACK);
  const big = await submit(busy.url, 'big/book.md', bigDocument(), 'bench');
  console.error(`the large document has ${big.findings} findings`);
  for (const rate of RATES) {
    console.error(`measuring with the processor ${rate === 1 ? 'as it is' : `slowed down ${rate} times`}`);
    await measureEvents(browser, busy.url, rate);
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
  all.map((value) => (isMet(value) ? 'yes' : 'NO')).join(' '),
]);
console.log(`\n${EVENTS_PER_SECOND} events/s for ${values.seconds} s, ${DOCUMENTS} documents\n`);
console.log(table(head, rows));

/**
 * @param {string} name
 * @param {number} value
 * @param {number} below - the target; with `atMost`, what is met too
 * @param {{ unit?: string; atMost?: boolean }} [how]
 */
function record(name, value, below, { unit = ' ms', atMost = false } = {}) {
  const known = measured.get(name) ?? {
    target: `${atMost ? (below === 0 ? '' : 'at most ') : 'under '}${below.toLocaleString('en')}${unit}`,
    isMet: (/** @type {number} */ one) => (atMost ? one <= below : one < below),
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

/**
 * The home page while events come in: a pointer rests on a row, and the focus is in the form.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} rate
 */
async function measureEvents(browser, url, rate) {
  for (let n = 0; n < 15; n += 1) await submit(url, `before/page-${rate}-${n}.md`, `# Before ${rate} ${n}\n`);
  const { page, context, session } = await newPage(browser, rate);
  await page.goto(`${url}/dashboard/`);
  await page.locator('[data-testid=connection-state]', { hasText: 'Live' }).waitFor();
  await page.getByLabel('Markdown', { exact: true }).focus();
  const row = page.locator('[data-testid=validations] li').nth(3);
  await row.scrollIntoViewIfNeeded();
  // What is told about the connection goes away by itself.
  await page.locator('.toast').first().waitFor({ state: 'detached' });
  const box = await row.boundingBox();
  if (!box) throw new Error('the list has no rows');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.evaluate(
    ([left, top]) => {
      const bench = Reflect.get(globalThis, 'bench');
      bench.longTasks.length = 0;
      bench.watchFeed();
      bench.watchPointer(left, top);
    },
    [x, y],
  );
  const tasks = await noteTasks(session);
  const count = Number(values.seconds) * EVENTS_PER_SECOND;
  const start = performance.now();
  const answers = [];
  for (let n = 0; n < count; n += 1) {
    answers.push(submit(url, `ui/page-${rate}-${n}.md`, `# Page ${rate} ${n}\n`));
    await sleep(Math.max(0, start + ((n + 1) * 1_000) / EVENTS_PER_SECOND - performance.now()));
  }
  await Promise.all(answers);
  const seconds = (performance.now() - start) / 1_000;
  await sleep(1_000);
  const ownTimes = await tasks();
  const { painted, longTasks, under, focused } = await page.evaluate(() => Reflect.get(globalThis, 'bench'));
  console.error(
    `${painted.length} of ${count} rows painted in ${seconds.toFixed(0)} s; long tasks: ${longTasks.map(Math.round).join(', ') || 'none'}; under the pointer: ${under.join(', ')}; focus: ${focused.join(', ')}`,
  );
  record('received to painted, p95', quantile(painted, 0.95), 100);
  record('events that were not painted', count - painted.length, 0, { unit: '', atMost: true });
  record('longest task of the page', Math.max(0, ...longTasks), 100, { atMost: true });
  record('the same, its processor time alone', Math.max(0, ...ownTimes), 100, { atMost: true });
  record('other rows under a still pointer', under.length - 1, 0, { unit: '', atMost: true });
  record('changes of the focus', focused.length - 1, 0, { unit: '', atMost: true });
  await context.close();
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {number} rate
 */
async function measureList(browser, url, rate) {
  const row = '[data-testid=list] .row';
  record(
    'list of documents, by its address',
    await opened(browser, rate, `${url}/dashboard/documents`, row),
    1_000,
  );
  const { page, context } = await newPage(browser, rate);
  await page.goto(`${url}/dashboard/`);
  await page.locator('[data-testid=connection-state]', { hasText: 'Live' }).waitFor();
  record(
    'list of documents, from another page',
    await page.evaluate(
      (selector) =>
        Reflect.get(globalThis, 'bench').shown(selector, () => {
          document.querySelector('nav a[href$="/documents"]')?.click();
        }),
      row,
    ),
    1_000,
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
  record('1 MB with 1,000 findings on the desk', await opened(browser, rate, address, row), 1_000);
  const { page, context } = await newPage(browser, rate);
  await page.goto(address);
  await page.locator(row).waitFor();
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
 * @param {import('playwright-core').Browser} browser
 * @param {number} rate
 * @param {string} address
 * @param {string} row
 */
async function opened(browser, rate, address, row) {
  const { page, context } = await newPage(browser, rate);
  /** @type {number[]} */
  const times = [];
  for (let n = 0; n <= OPENINGS; n += 1) {
    await page.goto('about:blank');
    await page.goto(address, { waitUntil: 'commit' });
    const time = await page.evaluate((one) => Reflect.get(globalThis, 'bench').shown(one), row);
    if (n > 0) times.push(time);
  }
  await context.close();
  console.error(`${address}: ${times.map(Math.round).join(', ')} ms`);
  return quantile(times, 0.5);
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

/**
 * @param {readonly number[]} figures
 * @param {number} share
 */
function quantile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
