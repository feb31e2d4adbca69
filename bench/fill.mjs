/** Makes a folder of local data, as `npm start` keeps it, that holds much. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { seedStatements } from '../test/workerd/seed.ts';

/**
 * @param {string} folder as it is given to `npm start -- --persist-to`
 * @param {number} size how many validations
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
