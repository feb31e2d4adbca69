import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('does not fail without development dependencies, and says what is missing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'galley-prepare-'));
  try {
    // Beside the script there is no node_modules.
    cpSync('scripts/prepare.mjs', join(folder, 'prepare.mjs'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'prepare.mjs')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, expect.stringContaining('not built')]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
