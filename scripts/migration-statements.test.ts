import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unboundedStatements } from './migration-statements.mjs';

const refused = (text: string) => unboundedStatements('0099_next.sql', text).length;

it('refuses statements of a migration that go through a whole table', () => {
  for (const statement of [
    'UPDATE recommendations SET family = (SELECT family FROM validations WHERE id = validation_id);',
    'INSERT INTO totals (family, n) SELECT family, count(*) FROM validations GROUP BY 1',
    'INSERT INTO `__new_texts`("sha256") SELECT "sha256" FROM `texts`;',
    'DELETE FROM events WHERE actor IS NULL',
    "INSERT INTO validation_search (validation_search) VALUES ('rebuild');",
    'WITH n AS (SELECT 1) INSERT INTO texts SELECT * FROM n',
    'ALTER TABLE `events` DROP COLUMN `actor`;',
    'UPDATE texts SET anchors = NULL WHERE rowid IN (SELECT rowid FROM texts LIMIT 1000000)',
    'INSERT INTO counters SELECT family, count(*), 0 FROM validations GROUP BY 1',
  ]) {
    expect(refused(statement), statement).toBe(1);
  }
  expect(
    refused(
      'CREATE TABLE a (b);--> statement-breakpoint\nUPDATE texts SET anchors = NULL; DELETE FROM texts',
    ),
  ).toBe(2);
});

it('takes what is bounded', () => {
  for (const statement of [
    'CREATE TABLE `a` (`b` integer PRIMARY KEY NOT NULL);',
    'ALTER TABLE `workflows` ADD `reused` integer DEFAULT 0 NOT NULL;',
    'CREATE INDEX `a` ON `texts` (`created_at`);',
    "INSERT INTO counters (name, value, updated_at) VALUES ('a', 0, '2026')",
    'UPDATE families SET source = sha256',
    'UPDATE texts SET anchors = NULL WHERE rowid IN (SELECT rowid FROM texts LIMIT 1000)',
    'CREATE TRIGGER `a` AFTER DELETE ON `texts` BEGIN\n  DELETE FROM texts;\n  UPDATE events SET actor = 1;\nEND;',
    '-- UPDATE texts SET anchors = NULL;\nDROP TABLE `a`;',
  ]) {
    expect(refused(statement), statement).toBe(0);
  }
});

it('finds the migrations in order', () => {
  for (const name of readdirSync('migrations').filter((file) => file.endsWith('.sql'))) {
    expect(unboundedStatements(name, readFileSync(join('migrations', name), 'utf8'))).toEqual([]);
  }
});
