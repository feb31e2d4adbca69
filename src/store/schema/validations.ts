import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { FIXABLE, LEVELS, OUTCOMES, REVIEWS, VALIDATION_STATUSES } from '../../shared/things.ts';
import { texts } from './texts.ts';
import { workflows } from './runs.ts';
import type { SearchTable, Trigger } from './triggers.ts';

/** Results, one per validated document. */
export const validations = sqliteTable(
  'validations',
  {
    id: text().primaryKey(),
    file_path: text().notNull(),
    family: text().notNull(),
    content_sha256: text()
      .notNull()
      .references(() => texts.sha256),
    status: text({ enum: VALIDATION_STATUSES }).notNull(),
    outcome: text({ enum: OUTCOMES }),
    review: text({ enum: REVIEWS }).notNull().default('pending'),
    counts_error: integer().notNull(),
    counts_warning: integer().notNull(),
    counts_info: integer().notNull(),
    /** JSON array of names. */
    validation_types: text().notNull(),
    ruleset: text().notNull(),
    workflow_id: text().references(() => workflows.id),
    parent_validation_id: text(),
    notes: text(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
    duration_ms: integer().notNull(),
    /** The text with the applied recommendations; null until one is applied. */
    enhanced_sha256: text().references(() => texts.sha256),
    /** The text that they were applied to, when it is not the submitted one. */
    enhanced_base_sha256: text().references(() => texts.sha256),
    /** The validation that has the issues of this one: same text, same inputs. null when this one has its own. */
    issues_of: text(),
    /** SHA-256 of everything but the text that the findings depend on; null for rows from before this column existed. */
    inputs_sha256: text(),
    /** The line of versions that it belongs to. Empty for the main line. */
    ref: text().notNull().default(''),
    commit_sha: text(),
    /** The validations of the document before and after this one. A trigger sets them. */
    supersedes: text(),
    superseded_by: text(),
    /** The number of proposed recommendations that it superseded. */
    superseded: integer().notNull().default(0),
    /** The request that decided on its review, and JSON of what that changed: see `recommendations`. */
    batch_id: text(),
    before: text(),
    /**
     * JSON of what it adds and resolves against the main line: `Compared`, with `since`, the validation that it was compared
     * with. null when there was nothing to compare with.
     */
    compared: text(),
  },
  // SQLite ends every index with the rowid, which is the commit order and the order of the lists.
  (table) => [
    index('validations_file_path').on(table.file_path),
    index('validations_facets').on(table.family, table.outcome, table.review),
    index('validations_facets_by_path').on(table.family, table.outcome, table.review, table.file_path),
    index('validations_workflow')
      .on(table.workflow_id)
      .where(sql`${table.workflow_id} is not null`),
    index('validations_workflow_by_path')
      .on(table.workflow_id, table.file_path)
      .where(sql`${table.workflow_id} is not null`),
    index('validations_content').on(table.content_sha256, table.file_path),
    // For deleting texts that nothing refers to.
    index('validations_enhanced')
      .on(table.enhanced_sha256)
      .where(sql`${table.enhanced_sha256} is not null`),
    index('validations_enhanced_base')
      .on(table.enhanced_base_sha256)
      .where(sql`${table.enhanced_base_sha256} is not null`),
  ],
);

/**
 * Validations counted by family, outcome and review. Triggers update the counts in the transaction of the change, so they
 * are exact. Filtered lists start here: see src/store/facets.ts.
 */
export const validationTotals = sqliteTable(
  'validation_totals',
  {
    family: text().notNull(),
    /** Empty for failed validations. */
    outcome: text().notNull(),
    review: text({ enum: REVIEWS }).notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.family, table.outcome, table.review] })],
);

/** Validations counted by minute and family. A trigger updates the counts. */
export const validationMinutes = sqliteTable(
  'validation_minutes',
  {
    /** ISO 8601 to the minute, UTC: `2026-11-23T21:07`. */
    minute: text().notNull(),
    family: text().notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.family] })],
);

/** Findings of validations. A reused result has none: see `validations.issues_of`. */
export const issues = sqliteTable(
  'issues',
  {
    validation_id: text()
      .notNull()
      .references(() => validations.id),
    /** Index in the document's list of issues. */
    ordinal: integer().notNull(),
    rule_id: text().notNull(),
    level: text({ enum: LEVELS }).notNull(),
    message: text().notNull(),
    line: integer().notNull(),
    column: integer().notNull(),
    end_line: integer().notNull(),
    end_column: integer().notNull(),
    start: integer().notNull(),
    end: integer().notNull(),
    snippet: text().notNull(),
    suggestion: text(),
    fixable: text({ enum: FIXABLE }).notNull(),
    fingerprint: text().notNull(),
    docs_url: text(),
  },
  (table) => [primaryKey({ columns: [table.validation_id, table.ordinal] })],
);

/** Full-text indexes. */
export const validationSearchTables: readonly SearchTable[] = [
  // File paths and notes, by any three characters. The text stays in `validations`; the rowid is the same.
  { name: 'validation_search', columns: ['file_path', 'notes'], tokenize: 'trigram' },
  // The words (in English, their stems) of the documents, without the documents themselves.
  { name: 'validation_texts', columns: ['text'], tokenize: 'porter unicode61 remove_diacritics 2' },
];

export const validationTriggers: readonly Trigger[] = [
  {
    name: 'validations_inserted',
    on: 'validations',
    when: 'after insert',
    keeps: ['validation_totals', 'validation_minutes', 'validation_search', 'validation_texts'],
  },
  {
    name: 'validations_moved',
    on: 'validations',
    when: 'after update of family, outcome, review',
    keeps: ['validation_totals', 'documents'],
  },
  {
    name: 'validations_reworded',
    on: 'validations',
    when: 'after update of file_path, notes',
    keeps: ['validation_search'],
  },
  {
    name: 'validations_deleted',
    on: 'validations',
    when: 'after delete',
    keeps: [
      'validation_totals',
      'validation_search',
      'validation_texts',
      'validations',
      'workflow_documents',
      'issues',
      'recommendations',
      'packed_findings',
      'packed_texts',
    ],
  },
];
