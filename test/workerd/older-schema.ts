/** A database as an earlier version made it: for tests of migrations on what is stored. */
import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';

/**
 * Empties the database, and migrates it as far as it was before a migration.
 *
 * @param migration - the end of the name of the first one that is not applied
 * @returns the others
 */
export async function goBackBefore(migration: string): Promise<D1Migration[]> {
  const { results } = await env.DB.prepare(
    `select type, name from sqlite_master where type in ('table', 'trigger', 'view') and sql is not null
      and name not glob 'sqlite_*' and name not glob '_cf_*' and name not glob '*_search_*'
      and name not glob '*_texts_*' order by type = 'table'`,
  ).all<{ type: string; name: string }>();
  await env.DB.batch([
    env.DB.prepare('pragma defer_foreign_keys = on'),
    ...results.map(({ type, name }) => env.DB.prepare(`drop ${type} if exists "${name}"`)),
  ]);
  const at = env.TEST_MIGRATIONS.findIndex(({ name }) => name.endsWith(migration));
  expect(at).toBeGreaterThan(0);
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, at));
  return env.TEST_MIGRATIONS.slice(at);
}
