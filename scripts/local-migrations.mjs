/**
 * Migrates the database in a local data folder. `wrangler d1 migrations apply` starts a database anew for each migration,
 * which takes ten seconds for an empty folder; here all of them go through one. What was applied is recorded where wrangler
 * records it, and in a file beside the database, so that a start with nothing to do asks nobody.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The default data folder of `wrangler dev`. */
export const DEFAULT_FOLDER = '.wrangler/state';

/** @param {string} [persistTo] the value of `--persist-to` */
const databaseFolder = (persistTo = DEFAULT_FOLDER) => join(persistTo, 'v3', 'd1');
/** @param {string} [persistTo] */
const note = (persistTo) => join(databaseFolder(persistTo), 'galley-migrations.sha256');

/** A hash of everything that decides the state of the database: binding, wrangler's version, all migrations. */
function fingerprint() {
  const hash = createHash('sha256');
  const migrations = readdirSync('migrations').filter((file) => file.endsWith('.sql'));
  for (const file of [
    'wrangler.toml',
    'node_modules/wrangler/package.json',
    ...migrations.toSorted().map((name) => join('migrations', name)),
  ]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} [persistTo] the value of `--persist-to`
 * @returns {boolean} false if unknown
 */
export function isMigrated(persistTo) {
  const file = note(persistTo);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint();
}

/**
 * Applies the migrations that the folder lacks, in order. One that fails leaves nothing of itself behind.
 *
 * @param {string} [persistTo] the value of `--persist-to`
 * @throws {Error} that names the migration that failed
 */
export async function migrate(persistTo = DEFAULT_FOLDER) {
  // Loaded here: a start with nothing to apply does not wait for it.
  const { readD1Migrations } = await import('@cloudflare/vitest-pool-workers');
  const [migrations, { db, dispose }] = await Promise.all([readD1Migrations('migrations'), open(persistTo)]);
  try {
    // As wrangler creates it.
    await db.exec(
      'CREATE TABLE IF NOT EXISTS d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
    );
    /** @type {{ results: { name: string }[] }} */
    const { results } = await db.prepare('SELECT name FROM d1_migrations').all();
    const applied = new Set(results.map(({ name }) => name));
    for (const { name, queries } of migrations) {
      if (applied.has(name)) continue;
      const record = db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name);
      try {
        await db.batch([...queries.map((query) => db.prepare(query)), record]);
      } catch (error) {
        throw new Error(
          `migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`,
          {
            cause: error,
          },
        );
      }
    }
  } finally {
    await dispose();
  }
  // If this wrangler keeps its data elsewhere, nothing is recorded, and every start looks into the database.
  if (existsSync(databaseFolder(persistTo))) writeFileSync(note(persistTo), fingerprint());
}

/**
 * Opens the database of wrangler.toml alone: the rest of the configuration needs the Worker.
 *
 * @param {string} persistTo
 */
async function open(persistTo) {
  const { getPlatformProxy, unstable_readConfig: readConfig } = await import('wrangler');
  const { name, compatibility_date, d1_databases } = readConfig({ config: 'wrangler.toml' });
  const folder = mkdtempSync(join(tmpdir(), 'galley-migrate-'));
  const configPath = join(folder, 'wrangler.json');
  writeFileSync(configPath, JSON.stringify({ name, compatibility_date, d1_databases }));
  try {
    /** @type {import('wrangler').PlatformProxy<{ DB: import('@cloudflare/workers-types').D1Database }>} */
    const { env, dispose } = await getPlatformProxy({ configPath, persist: { path: join(persistTo, 'v3') } });
    return { db: env.DB, dispose };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
