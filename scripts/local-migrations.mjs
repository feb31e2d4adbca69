/**
 * Tells whether a local data folder has all migrations. Asking wrangler would add seconds to every start, so a file beside
 * the database records what was applied. Deleting or replacing the folder affects both.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** @param {string} [persistTo] the value of `--persist-to` */
export function rememberMigrated(persistTo) {
  // If this wrangler keeps its data elsewhere, nothing is recorded and every start asks wrangler.
  if (existsSync(databaseFolder(persistTo))) writeFileSync(note(persistTo), fingerprint());
}
