/** Fills a local data folder, as `npm start` uses it, with many documents. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import { SEED_QUALITY, seedStatements } from '../test/workerd/seed.ts';

/** What keeps quality over time does nothing any more: for comparing what it costs. */
const WITHOUT_QUALITY = ['quality_changed', 'quality_part_changed'].flatMap((trigger) => [
  `drop trigger ${trigger}`,
  `create trigger ${trigger} instead of insert on ${trigger.replace('changed', 'changes')} begin select 1; end`,
]);

/**
 * @param {string} folder the value for `npm start -- --persist-to`
 * @param {{ documents: number; versions?: number; keepsQuality?: boolean }} size
 */
export async function fill(folder, { documents, versions = 1, keepsQuality = true }) {
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
    const statements = keepsQuality
      ? [...seedStatements(documents, 0, versions), SEED_QUALITY]
      : [...WITHOUT_QUALITY, ...seedStatements(documents, 0, versions)];
    for (const statement of statements) await database.prepare(statement).run();
  } finally {
    await dispose();
  }
}
