/** Checks the gzip size of the page's first load and of the Worker against a budget. Run `npm run deploy:check` first. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUNDLE = '.build/deploy';
/** Files that wrangler writes next to the modules but does not upload. */
const NOT_UPLOADED = /\.map$|^README\.md$/;
const modules = readdirSync(BUNDLE).filter((file) => !NOT_UPLOADED.test(file));

/** The script that the page starts with, and the parts that it imports at once: those that the desk has too. */
const start = ['public/assets/app.js'];
for (const file of start) {
  for (const [, part] of readFileSync(file, 'utf8').matchAll(/\bfrom"\.\/(chunk-\w+\.js)"/g)) {
    const path = `public/assets/${part}`;
    if (!start.includes(path)) start.push(path);
  }
}

const budgets = [
  // All pages but the desk: 60,000 until there were pages for rule packs and for documents, 62,000 until it was in parts.
  {
    what: "the dashboard's first load",
    files: ['public/dashboard/index.html', 'public/assets/style.css', ...start],
    maxGzipBytes: 64_000,
  },
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
