import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Stored rule packs. A stored pack replaces the bundled one of the same name. */
export const families = sqliteTable('families', {
  name: text().primaryKey(),
  /** YAML, as it was sent. */
  source: text().notNull(),
  sha256: text().notNull(),
  updated_by: text().notNull(),
  updated_at: text().notNull(),
});

/** Packs by which runs were started, by the version of the ruleset. Deleted when no run needs them any more. */
export const rulesets = sqliteTable('rulesets', {
  version: text().primaryKey(),
  family: text().notNull(),
  /** JSON: the stored packs of the family and of those that it extends, `[{"name", "source"}]`. */
  packs: text().notNull(),
  created_at: text().notNull(),
});

/** Ignored findings, by document. Later validations leave them out. */
export const ignoredFindings = sqliteTable(
  'ignored_findings',
  {
    family: text().notNull(),
    file_path: text().notNull(),
    fingerprint: text().notNull(),
    rule_id: text().notNull(),
    message: text().notNull(),
    note: text(),
    ignored_by: text().notNull(),
    created_at: text().notNull(),
    until: text(),
  },
  (table) => [
    primaryKey({ columns: [table.family, table.file_path, table.fingerprint] }),
    index('ignored_findings_until')
      .on(table.until)
      .where(sql`${table.until} is not null`),
  ],
);
