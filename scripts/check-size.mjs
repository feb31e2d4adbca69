/**
 * Checks the gzip size of the first load of each page of the dashboard and of the Worker against a budget. Run
 * `npm run deploy:check` first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesOf } from './dashboard-files.mjs';

const BUNDLE = '.build/deploy';
/** Files that wrangler writes next to the modules but does not upload. */
const NOT_UPLOADED = /\.map$|^README\.md$/;
const modules = readdirSync(BUNDLE).filter((file) => !NOT_UPLOADED.test(file));

/** @type {import('esbuild').Metafile} */
const metafile = JSON.parse(readFileSync('.build/dashboard.json', 'utf8'));
const FOLDER = 'src/dashboard';
const START = [
  ...filesOf(metafile, `${FOLDER}/ahead.ts`),
  ...filesOf(metafile, `${FOLDER}/core.ts`),
  ...filesOf(metafile, `${FOLDER}/styles/index.css`),
];
const HOME = 'home/home-page.tsx';
/** What a page may weigh when it is the first one: those that are named here, and every other one. @type {Record<string, number>} */
const MAX_PAGES = { [HOME]: 45 * 1_024, 'desk/desk-page.tsx': 80_000 };
const MAX_PAGE = 56_000;

/** The files that are imported when they are used: pages, and heavy parts of them. */
const lazy = Object.values(metafile.outputs)
  .flatMap(({ entryPoint }) => entryPoint ?? [])
  .filter((source) => source.startsWith(FOLDER) && source.endsWith('-page.tsx'));

const budgets = [
  ...lazy.map((source) => {
    const page = source.slice(FOLDER.length + 1);
    const more = page === HOME ? [] : filesOf(metafile, `${FOLDER}/styles/pages.css`);
    return {
      what: `script and style of ${page}`,
      files: [...new Set([...START, ...more, ...filesOf(metafile, source)])],
      maxGzipBytes: MAX_PAGES[page] ?? MAX_PAGE,
    };
  }),
  // The free plan of Workers allows 3 MB.
  { what: 'the Worker', files: modules.map((file) => join(BUNDLE, file)), maxGzipBytes: 1_000_000 },
];

let over = false;
for (const { what, files, maxGzipBytes } of budgets) {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).byteLength, 0);
  over ||= bytes > maxGzipBytes;
  const verdict = bytes > maxGzipBytes ? 'OVER' : 'ok';
  console.log(`${verdict}\t${bytes} of ${maxGzipBytes} bytes gzip\t${what}`);
}
process.exit(over ? 1 : 0);
