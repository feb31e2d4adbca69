/** Migrates a database once. Each service of a test starts with a copy of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../scripts/local-migrations.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    migratedFolder: string;
  }
}

export default async function provideFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'galley-migrated-'));
  await migrate(folder);
  project.provide('migratedFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
