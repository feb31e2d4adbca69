/** Runs before each test file: an empty, migrated database, under the limits of D1. */
import { applyD1Migrations, reset, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterAll, expect } from 'vitest';
import { enforceD1Limits, tooLargeRows } from './d1-limits.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** See scripts/stress.mjs. */
      STRESS_MINUTES: string;
      STRESS_SEED: string;
    }
  }
}

await reset();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

enforceD1Limits();

afterAll(async () => {
  expect(await tooLargeRows(), 'rows beyond the limit of D1').toEqual([]);
});
