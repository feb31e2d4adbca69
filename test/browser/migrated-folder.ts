/** Migrates a database once. Each service of a test starts with a copy of it. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { rememberMigrated } from '../../scripts/local-migrations.mjs';
import { PROJECT, userEnvironment, WRANGLER } from './wrangler.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    migratedFolder: string;
  }
}

export default async function migrate(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'galley-migrated-'));
  const command = [WRANGLER, 'd1', 'migrations', 'apply', 'galley', '--local', '--persist-to', folder];
  execFileSync(process.execPath, command, {
    cwd: PROJECT,
    env: { ...userEnvironment(), CI: '1', WRANGLER_SEND_METRICS: 'false' },
    stdio: 'pipe',
  });
  rememberMigrated(folder);
  project.provide('migratedFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
