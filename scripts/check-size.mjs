/** Holds the size of what a visitor loads first, and of the Worker, under a budget. Needs a build: `npm run deploy:check`. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budgets = [
  {
    what: "the dashboard's first load",
    files: ['public/dashboard/index.html', 'public/assets/app.js', 'public/assets/style.css'],
    maxGzipBytes: 60_000,
  },
  { what: 'the Worker', files: ['.build/deploy/index.js'], maxGzipBytes: 1_000_000 },
];

let over = false;
for (const { what, files, maxGzipBytes } of budgets) {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).byteLength, 0);
  over ||= bytes > maxGzipBytes;
  const verdict = bytes > maxGzipBytes ? 'OVER' : 'ok';
  console.log(`${verdict}\t${bytes} of ${maxGzipBytes} bytes gzip\t${what}`);
}
process.exit(over ? 1 : 0);
