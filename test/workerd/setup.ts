/** Runs before each test file: a migrated database, under the limits of D1. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterAll, expect } from 'vitest';
import { app } from '../../src/app.ts';
import worker from '../../src/index.ts';
import { countingQueries, enforceD1Limits, tooLargeRows } from './d1-limits.ts';

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

await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);

enforceD1Limits();
app.fetch = countingQueries(app.fetch);
worker.fetch = countingQueries(worker.fetch);

afterAll(async () => {
  expect(await tooLargeRows(), 'rows beyond the limit of D1').toEqual([]);
});
