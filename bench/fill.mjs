/** Fills a local data folder, as `npm start` uses it, with many validations. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { seedStatements } from '../test/workerd/seed.ts';

/**
 * @param {string} folder the value for `npm start -- --persist-to`
 * @param {number} size the number of validations
 */
export async function fill(folder, size) {
  const wrangler = 'node_modules/wrangler/bin/wrangler.js';
  const command = ['d1', 'migrations', 'apply', 'galley', '--local', '--persist-to', folder];
  execFileSync(process.execPath, [wrangler, ...command], { env: { ...process.env, CI: '1' }, stdio: 'pipe' });
  const { env, dispose } = await getPlatformProxy({
    configPath: 'bench/fill.wrangler.json',
    persist: { path: join(folder, 'v3') },
  });
  try {
    /** @type {D1Database} */
    const database = env['DB'];
    for (const statement of seedStatements(size)) await database.prepare(statement).run();
  } finally {
    await dispose();
  }
}
