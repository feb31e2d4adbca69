import { generateKeyPairSync } from 'node:crypto';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { installedDocuments } from './scripts/installed-documents.mjs';
import { webhookExamples } from './scripts/webhook-examples.mjs';

/** How long a test may take on a busy machine before it is taken for one that hangs. Nothing asserts how long it took. */
const PATIENCE_MS = 30_000;

/**
 * What is the service runs inside workerd, against real D1 and real Durable Objects; the command line runs in Node, as the
 * program that people start.
 */
export default defineConfig(async () => {
  const migrations = await readD1Migrations('./migrations');
  // The key of the GitHub App, in the format in which GitHub gives it.
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const workerd = cloudflareTest({
    main: './src/index.ts',
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        ACCESS_MODE: 'open',
        TEST_MIGRATIONS: migrations,
        GITHUB_APP_ID: '4711',
        GITHUB_PRIVATE_KEY: privateKey,
        GITHUB_WEBHOOK_SECRET: 'the webhook secret of the tests',
        // test/workerd/github answers for it.
        GITHUB_API_URL: 'https://api.github.test',
        GITHUB_WRITE_INTERVAL_MS: '0',
        TEST_GITHUB_PUBLIC_KEY: publicKey,
        STRESS_MINUTES: process.env['STRESS_MINUTES'] ?? '0',
        STRESS_SEED: process.env['STRESS_SEED'] ?? '',
        FUZZ_SEED: process.env['FUZZ_SEED'] ?? '',
      },
    },
  });
  return {
    test: {
      // Two at a time on two cores too: much of what tests do is waiting for workerd.
      maxWorkers: 2,
      projects: [
        {
          plugins: [workerd],
          test: {
            name: 'units',
            include: ['src/{client,engine,live,shared}/**/*.test.ts'],
            testTimeout: PATIENCE_MS,
            // Nothing here keeps anything: one isolate serves all files.
            isolate: false,
          },
        },
        {
          plugins: [workerd, installedDocuments, webhookExamples],
          test: {
            name: 'workerd',
            testTimeout: PATIENCE_MS,
            include: ['src/**/*.test.ts', 'test/workerd/**/*.test.ts'],
            exclude: ['src/{cli,client,engine,live,shared}/**'],
            // One isolate serves all files; the setup empties it for each of them.
            isolate: false,
            globalSetup: ['./test/workerd/dashboard.ts'],
            setupFiles: ['./test/workerd/setup.ts'],
          },
        },
        {
          test: {
            name: 'node',
            include: ['{src/cli,test/cli,test/markdown,test/parser,test/sweep,scripts}/**/*.test.ts'],
            globalSetup: ['./test/cli/build.ts'],
            // Seen with forks (vitest 5.1.1): a run stood still between two files, its next process idle.
            pool: 'threads',
            testTimeout: PATIENCE_MS,
          },
        },
        {
          test: {
            name: 'browser',
            include: ['test/browser/**/*.test.ts'],
            globalSetup: ['./test/cli/build.ts', './test/browser/migrated-folder.ts'],
            testTimeout: 60_000,
            hookTimeout: 120_000,
            // How long a condition may take on a busy machine; nothing waits longer than it must.
            expect: { poll: { timeout: 15_000 } },
          },
        },
      ],
    },
  };
});
