/**
 * `npm run screenshots`: pictures of every page of the dashboard, on the workspace of `npm run demo`, light and dark, at the
 * width of a phone, a desk and a large screen. It starts a service of its own in a folder that is deleted at the end.
 *
 * Usage: npm run screenshots -- [--only desk,tokens] [--width 1440] [--server http://127.0.0.1:8586] [--to FOLDER]
 *
 * They are in docs/images/pages. With `--to` they go there, as PNG.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startService } from '../bench/service.mjs';
import { launchChromium } from '../test/browser/chromium.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    width: { type: 'string' },
    server: { type: 'string' },
    to: { type: 'string' },
  },
});
const TO = values.to ?? 'docs/images/pages';
const FORMAT = values.to === undefined ? 'webp' : 'png';
const SIZES = [
  { width: 390, height: 844 },
  { width: 1_440, height: 900 },
  { width: 2_560, height: 1_440 },
];
const SCHEMES = /** @type {const} */ (['light', 'dark']);
const QUALITY = 75;
/** Until plots are drawn and figures have counted up. */
const SETTLE_MS = 1_200;
/** A page that has asked for nothing so long, and does not say that it is loading, is complete. */
const QUIET_MS = 1_000;
const POLL_MS = 100;
/** Until what is told about the connection is gone. */
const NOTICES_MS = 8_000;

const folder = await mkdtemp(join(tmpdir(), 'galley-screenshots-'));
const service = values.server === undefined ? await startService(folder) : undefined;
const server = values.server ?? service?.url ?? '';
const browser = await launchChromium();
try {
  if (service) {
    const demo = spawn(process.execPath, ['scripts/demo.mjs', '--server', server, '--data', folder], {
      stdio: 'inherit',
    });
    const [code] = await once(demo, 'exit');
    if (code !== 0) throw new Error('the workspace could not be made');
  }
  const pages = await pagesOf();
  const chosen = values.only?.split(',') ?? Object.keys(pages);
  await mkdir(TO, { recursive: true });
  let bytes = 0;
  for (const { width, height } of SIZES) {
    if (values.width !== undefined && Number(values.width) !== width) continue;
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    const complete = completionOf(page);
    const session = await context.newCDPSession(page);
    await page.goto(`${server}/dashboard/`);
    await sleep(NOTICES_MS);
    for (const name of chosen) {
      const path = pages[name];
      if (path === undefined) throw new Error(`there is no page ${name}: ${Object.keys(pages).join(', ')}`);
      // Like a click on a link, so that no connection is told of.
      await page.evaluate((to) => {
        const link = Object.assign(document.createElement('a'), { href: to });
        document.body.append(link);
        link.click();
        link.remove();
      }, `/dashboard/${path}`);
      await complete();
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await sleep(SETTLE_MS);
        const { data } = await session.send('Page.captureScreenshot', { format: FORMAT, quality: QUALITY });
        const file = join(TO, `${name}-${width}-${colorScheme}.${FORMAT}`);
        const picture = Buffer.from(data, 'base64');
        bytes += picture.byteLength;
        await writeFile(file, picture);
      }
    }
    await context.close();
  }
  console.log(`${(bytes / 1_000_000).toFixed(1)} MB in ${TO}`);
} finally {
  await browser.close();
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
}

/**
 * Watches the requests of a page.
 *
 * @param {import('playwright-core').Page} page
 * @returns {() => Promise<void>} waits until the page is complete
 */
function completionOf(page) {
  const requests = { open: 0, quietSince: Date.now() };
  const end = () => {
    requests.open -= 1;
    requests.quietSince = Date.now();
  };
  page
    .on('request', () => (requests.open += 1))
    .on('requestfinished', end)
    .on('requestfailed', end);
  return async () => {
    requests.quietSince = Date.now();
    while (requests.open > 0 || Date.now() - requests.quietSince < QUIET_MS || (await isLoading(page)))
      await sleep(POLL_MS);
  };
}

/** @param {import('playwright-core').Page} page */
function isLoading(page) {
  return page.evaluate(() => /loading…/i.test(document.querySelector('main')?.innerText ?? ''));
}

/**
 * The pages by name: their addresses after `/dashboard/`.
 *
 * @returns {Promise<Record<string, string>>}
 */
async function pagesOf() {
  const [document] = (await ask('/api/documents?open=true&sort=-findings&family=handbook')).results;
  const [completed] = (await ask('/api/workflows?state=completed')).results;
  const [proposed] = (await ask('/api/recommendations?status=proposed')).results;
  if (!document || !completed || !proposed) {
    throw new Error(`${server} does not have the workspace that \`npm run demo\` makes`);
  }
  const { validation_id: validation } = document;
  const { id: run } = completed;
  const { rule_id: rule } = proposed;
  return {
    home: '',
    desk: `desk/${validation}`,
    documents: 'documents',
    recommendations: 'recommendations',
    rule: `rules/${rule}`,
    deliver: 'deliver',
    runs: 'workflows',
    run: `workflows/${run}`,
    quality: 'quality',
    health: 'health',
    activity: 'activity',
    validations: 'validations',
    validation: `validations/${validation}`,
    packs: 'families',
    pack: 'families/handbook',
    ignored: 'ignored',
    tokens: 'tokens',
    webhooks: 'webhooks',
  };
}

/** @param {string} path @returns {Promise<any>} */
async function ask(path) {
  const response = await fetch(server + path);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
