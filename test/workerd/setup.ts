/** Runs before each test file: an empty, migrated database, under the limits of D1. */
import { applyD1Migrations, reset, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterAll, expect } from 'vitest';
import { enforceD1Limits, tooLargeRows } from './d1-limits.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** Of the key of the GitHub App. */
      TEST_GITHUB_PUBLIC_KEY: string;
      /** See scripts/stress.mjs. */
      STRESS_MINUTES: string;
      STRESS_SEED: string;
      /** See fuzz.test.ts. */
      FUZZ_SEED: string;
    }
  }
}

const TRIES = 20;
const isEmpty = async () =>
  (await env.DB.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'events'").first('n')) === 0;

// Seen once: the large database of the file before was still there after `reset`.
for (let tries = 1; ; tries += 1) {
  await reset();
  if (await isEmpty()) break;
  if (tries === TRIES) throw new Error('The database of an earlier test file could not be emptied.');
  await scheduler.wait(100);
}
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

enforceD1Limits();

afterAll(async () => {
  expect(await tooLargeRows(), 'rows beyond the limit of D1').toEqual([]);
});
