import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Those that need most. `node --max-old-space-size=100 bench/heap.mjs` tries all. */
const HUNGRY = ['one doubled word', 'images', 'quotes', 'list', 'numbered list', 'our switches'];

it.each(HUNGRY)(
  'checks and fixes 1 MB of %s in a heap of 100 MB',
  async (name) => {
    const args = ['--max-old-space-size=100', 'bench/heap.mjs', name];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout).toMatch(new RegExp(`^${name}: \\d+ findings`));
  },
  120_000,
);
