import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Trigger } from './triggers.ts';

/** Exports that are being read. While there is one, triggers note what changes. */
export const exports = sqliteTable('exports', {
  id: text().primaryKey(),
  /** The name of the last migration. */
  schema: text().notNull(),
  started_at: text().notNull(),
  /** When its last page was read. One that nobody reads ends by itself. */
  read_at: text().notNull(),
});

/** Rows that were inserted, changed or deleted while there were exports, in commit order. A row may be there many times. */
export const exportChanges = sqliteTable('export_changes', {
  seq: integer().primaryKey(),
  of_table: text().notNull(),
  /** The rowid. */
  at: integer().notNull(),
});

/** The import that this database was or is being filled by; at most one. */
export const imports = sqliteTable('imports', {
  /** The id of the export. */
  id: text().primaryKey(),
  /** Lines of the file that are stored. */
  lines: integer().notNull(),
  /** How far it is in the list of tables. */
  rank: integer().notNull(),
  started_at: text().notNull(),
  finished_at: text(),
  /** Whether the running transaction is one of the import. All others are refused by a trigger until it has finished. */
  is_writing: integer({ mode: 'boolean' }).notNull(),
});

/** The tables of an export, in the order in which they are imported: what is referred to comes first. */
export const EXPORTED_TABLE_NAMES = [
  'texts',
  'families',
  'rulesets',
  'workflows',
  'validations',
  'issues',
  'packed_findings',
  'packed_texts',
  'recommendations',
  'documents',
  'workflow_documents',
  'code_owners',
  'decisions',
  'batches',
  'ignored_findings',
  'idempotency_keys',
  'tokens',
  'github_deliveries',
  'github_lines',
  'events',
  'gates',
  'gate_limits',
  'quality_days',
  'validation_minutes',
  'counters',
] as const;

/** Note what changes in the exported tables, and keep everything out of a database that is being filled. */
export const backupTriggers: readonly Trigger[] = [
  ...EXPORTED_TABLE_NAMES.flatMap((name) =>
    ['insert', 'update', 'delete'].map((verb) => ({
      name: `${name}_${verb}_exported`,
      on: name,
      when: `after ${verb}`,
      keeps: ['export_changes'],
    })),
  ),
  { name: 'events_refused', on: 'events', when: 'after insert', keeps: [] },
];
