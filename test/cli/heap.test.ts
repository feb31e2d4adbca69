import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Those that need most, and some of each syntax. `npm run bench:heap` tries all. */
const HUNGRY = [
  'one doubled word',
  'images',
  'code spans',
  'quotes',
  'list',
  'numbered list',
  'table',
  'our switches',
  'emphasis that Chinese does not get',
  'math',
  'doubled words',
  'switches to and fro',
  'mdx: JSX opened',
  'mdx: braces opened',
  'mkdocs: macros',
  'kramdown: attribute lists',
  'hugo: shortcodes in lines',
  'vitepress: containers opened',
];

it('checks and fixes hostile documents of 1 MB in a heap of 100 MB', async () => {
  const args = ['--max-old-space-size=100', 'bench/heap.mjs', ...HUNGRY];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const names = stdout.matchAll(/^(.*): \d+ findings/gm);
  expect([...names].map(([, name]) => name)).toEqual(HUNGRY);
}, 120_000);
