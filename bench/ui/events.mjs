/** The home page while events come in: a pointer rests on a row, and the focus is in the form. */
import { setTimeout as sleep } from 'node:timers/promises';
import { noteTasks } from './own-time.mjs';

/** For how long the tasks of the page are noted. */
const NOTED_SECONDS = 10;
const IDLE_MS = 5_000;
/** How long after the last answer an event may still be on its way. */
const LATE_MS = 10_000;

/**
 * @param {{
 *   page: import('playwright-core').Page;
 *   context: import('playwright-core').BrowserContext;
 *   session: import('playwright-core').CDPSession;
 *   url: string;
 *   rate: number;
 *   count: number;
 *   perSecond: number;
 *   submit: (url: string, path: string, content: string) => Promise<unknown>;
 *   record: (name: string, value: number, below: number | null, how?: { unit?: string; atMost?: boolean }) => void;
 * }} options
 */
export async function eventsBench({ page, context, session, url, rate, count, perSecond, submit, record }) {
  for (let n = 0; n < 15; n += 1) await submit(url, `before/page-${rate}-${n}.md`, `# Before ${rate} ${n}\n`);
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
  await page.evaluate((ms) => Reflect.get(globalThis, 'bench').watchFrames(ms), IDLE_MS);
  const before = (await events(url, 0)).at(-1) ?? 0;
  await page.evaluate(
    ([left, top]) => {
      const bench = Reflect.get(globalThis, 'bench');
      bench.longTasks.length = 0;
      bench.watchEvents();
      bench.watchPointer(left, top);
    },
    [x, y],
  );
  /** @param {string} name @param {number} many @returns {Promise<number>} how long it took, in s */
  const submitAll = async (name, many) => {
    const start = performance.now();
    const answers = [];
    for (let n = 0; n < many; n += 1) {
      answers.push(submit(url, `ui/${name}-${rate}-${n}.md`, `# Page ${rate} ${n}\n`));
      await sleep(Math.max(0, start + ((n + 1) * 1_000) / perSecond - performance.now()));
    }
    await Promise.all(answers);
    return (performance.now() - start) / 1_000;
  };
  const seconds = await submitAll('page', count);
  const logged = await events(url, before);
  await page
    .waitForFunction((all) => Reflect.get(globalThis, 'bench').events.length >= all, logged.length, {
      timeout: LATE_MS,
    })
    .catch((error) => console.error(`not all events reached the page: ${error.message}`));
  await sleep(1_000);
  const bench = await page.evaluate(() => Reflect.get(globalThis, 'bench'));
  // To note the tasks takes time, so it is done with events of their own.
  const tasks = await noteTasks(session);
  await submitAll('noted', NOTED_SECONDS * perSecond);
  await sleep(1_000);
  const ownTimes = await tasks();
  const ids = new Set(bench.events.map((/** @type {{ id: number }} */ { id }) => id));
  const missing = logged.filter((id) => !ids.has(id)).length + bench.gaps;
  /** @type {number[]} */
  const painted = bench.events.flatMap(
    (/** @type {{ at: number; row?: number; counted?: number }} */ event) => {
      const times = [event.row, event.counted].filter(
        (time) => time !== undefined && time !== null && !Number.isNaN(time),
      );
      return times.length > 0 ? [Math.min(...times) - event.at] : [];
    },
  );
  const rows = bench.events.filter(
    (/** @type {{ row?: number }} */ { row: time }) => time !== undefined,
  ).length;
  const { longTasks, under, focused, between } = bench;
  console.error(
    `${ids.size} of ${logged.length} events of the log reached the page in ${seconds.toFixed(0)} s, ${bench.gaps} gaps; ${painted.length} were painted, ${rows} of them as rows; long tasks: ${longTasks.map(Math.round).join(', ') || 'none'}; under the pointer: ${under.join(', ')}; focus: ${focused.join(', ')}`,
  );
  record('received to painted, p95', quantile(painted, 0.95), 100);
  record('events that did not reach the page', missing, 0, { unit: '', atMost: true });
  record('events that were not painted', logged.length - painted.length, 0, { unit: '', atMost: true });
  record('longest task of the page', Math.max(0, ...longTasks), 100, { atMost: true });
  record(`processor time of a task, longest in ${NOTED_SECONDS} s`, Math.max(0, ...ownTimes), 100, {
    atMost: true,
  });
  record('from frame to frame of the idle page, p95', quantile(between, 0.95), null);
  record('other rows under a still pointer', under.length - 1, 0, { unit: '', atMost: true });
  record('changes of the focus', focused.length - 1, 0, { unit: '', atMost: true });
  await context.close();
}

/**
 * The ids of the events of the log about validations.
 *
 * @param {string} url
 * @param {number} after
 */
async function events(url, after) {
  /** @type {number[]} */
  const ids = [];
  for (let next = after; ;) {
    const response = await fetch(`${url}/api/events?after=${next}&limit=200`);
    if (!response.ok) throw new Error(`the log: ${response.status} ${await response.text()}`);
    const { results, next_after, has_more } = await response.json();
    for (const { id, type } of results) if (type === 'validation_created') ids.push(id);
    if (!has_more) return ids;
    next = next_after;
  }
}

/**
 * @param {readonly number[]} figures
 * @param {number} share
 */
export function quantile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
