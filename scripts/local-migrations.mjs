/**
 * Whether a folder of local data has every migration already. Asking wrangler takes seconds of every start, so what was
 * applied is remembered beside the database: who deletes or swaps the one does so with the other.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `wrangler dev` keeps its data unless it is told otherwise. */
const DEFAULT_FOLDER = '.wrangler/state';

/** @param {string} [persistTo] the value of `--persist-to` */
const databaseFolder = (persistTo = DEFAULT_FOLDER) => join(persistTo, 'v3', 'd1');
/** @param {string} [persistTo] */
const note = (persistTo) => join(databaseFolder(persistTo), 'galley-migrations.sha256');

/** Of all that decides which database it is and what was applied to it: binding, wrangler's version, every migration. */
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
 * @returns {boolean} false when in doubt
 */
export function isMigrated(persistTo) {
  const file = note(persistTo);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint();
}

/** @param {string} [persistTo] the value of `--persist-to` */
export function rememberMigrated(persistTo) {
  // A wrangler that keeps its data elsewhere is asked each time.
  if (existsSync(databaseFolder(persistTo))) writeFileSync(note(persistTo), fingerprint());
}
