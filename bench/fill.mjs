/** Fills a local data folder, as `npm start` uses it, with many documents. */
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
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
  // Written by this process, since a million rows through the local D1 take a quarter of an hour.
  const databases = join(folder, 'v3/d1/miniflare-D1DatabaseObject');
  const file = (await readdir(databases)).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (file === undefined) throw new Error(`no database in ${databases}`);
  const database = new DatabaseSync(join(databases, file));
  try {
    // Rows go to all places of the indexes, which are far larger than the cache that SQLite has by itself.
    database.exec('pragma synchronous = off; pragma cache_size = -600000');
    const statements = keepsQuality
      ? [...seedStatements(documents, 0, versions), SEED_QUALITY]
      : [...WITHOUT_QUALITY, ...seedStatements(documents, 0, versions)];
    for (const statement of statements) database.exec(statement);
  } finally {
    database.close();
  }
}
