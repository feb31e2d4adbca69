/** The tables. Migrations are generated from here by `npm run migrations`, reviewed, and never edited afterwards. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  FIXABLE,
  LEVELS,
  OUTCOMES,
  RECOMMENDATION_STATUSES,
  RECOMMENDATION_TYPES,
  REVIEWS,
  VALIDATION_STATUSES,
  WORKFLOW_STATES,
} from '../shared/things.ts';

/** Markdown as it was submitted, once per content. */
export const documents = sqliteTable('documents', {
  sha256: text().primaryKey(),
  content: text().notNull(),
  byte_length: integer().notNull(),
  /** JSON array of the anchors that links may lead to; null for documents of before there were any. */
  anchors: text(),
  created_at: text().notNull(),
});

export const workflows = sqliteTable(
  'workflows',
  {
    id: text().primaryKey(),
    type: text({ enum: ['batch_validation'] }).notNull(),
    name: text().notNull(),
    family: text().notNull(),
    state: text({ enum: WORKFLOW_STATES }).notNull().default('pending'),
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    counts_error: integer().notNull().default(0),
    counts_warning: integer().notNull().default(0),
    counts_info: integer().notNull().default(0),
    error: text(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [index('workflows_state').on(table.state)],
);

export const validations = sqliteTable(
  'validations',
  {
    id: text().primaryKey(),
    file_path: text().notNull(),
    family: text().notNull(),
    content_sha256: text()
      .notNull()
      .references(() => documents.sha256),
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
  },
  (table) => [
    index('validations_file_path').on(table.file_path, table.id),
    index('validations_family').on(table.family),
    index('validations_outcome').on(table.outcome),
    index('validations_review').on(table.review),
    index('validations_workflow').on(table.workflow_id),
    index('validations_created_at').on(table.created_at),
  ],
);

export const issues = sqliteTable(
  'issues',
  {
    validation_id: text()
      .notNull()
      .references(() => validations.id),
    /** Place in the document's list of issues, from 0. */
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

export const recommendations = sqliteTable(
  'recommendations',
  {
    id: text().primaryKey(),
    validation_id: text()
      .notNull()
      .references(() => validations.id),
    /** Place in the document's list of recommendations, from 0. */
    ordinal: integer().notNull(),
    title: text().notNull(),
    instruction: text().notNull(),
    rationale: text().notNull(),
    rule_id: text().notNull(),
    severity: text({ enum: LEVELS }).notNull(),
    scope: text().notNull(),
    recommendation_type: text({ enum: RECOMMENDATION_TYPES }).notNull(),
    confidence: real().notNull(),
    status: text({ enum: RECOMMENDATION_STATUSES }).notNull().default('proposed'),
    /** JSON array of edits. */
    edits: text().notNull(),
    diff: text().notNull(),
    reviewer: text(),
    notes: text(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [
    index('recommendations_validation').on(table.validation_id, table.ordinal),
    index('recommendations_status').on(table.status),
    index('recommendations_rule').on(table.rule_id),
  ],
);

/** Rule packs that were put here; they stand before those that come with Galley. */
export const families = sqliteTable('families', {
  name: text().primaryKey(),
  /** YAML, as it was written. */
  source: text().notNull(),
  sha256: text().notNull(),
  updated_by: text().notNull(),
  updated_at: text().notNull(),
});

/** Findings that someone decided are fine, by document: later validations leave them out. */
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
  },
  (table) => [primaryKey({ columns: [table.family, table.file_path, table.fingerprint] })],
);

/**
 * The log. `id` is AUTOINCREMENT: it never goes back, not even when old events are deleted, and D1 has one writer, so
 * ids are the order of the commits. Written in the same batch as the change that it tells about, and never otherwise.
 */
export const events = sqliteTable(
  'events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    type: text().notNull(),
    timestamp: text().notNull(),
    actor: text().notNull(),
    validation_id: text(),
    recommendation_id: text(),
    workflow_id: text(),
    family: text(),
    /** JSON object; what it says never reaches the envelope. */
    payload: text().notNull(),
  },
  (table) => [
    index('events_validation')
      .on(table.validation_id)
      .where(sql`${table.validation_id} is not null`),
    index('events_recommendation')
      .on(table.recommendation_id)
      .where(sql`${table.recommendation_id} is not null`),
    index('events_workflow')
      .on(table.workflow_id)
      .where(sql`${table.workflow_id} is not null`),
    index('events_family')
      .on(table.family)
      .where(sql`${table.family} is not null`),
  ],
);

/** Figures that must outlive an isolate, such as failures of the live layer. */
export const counters = sqliteTable('counters', {
  name: text().primaryKey(),
  value: integer().notNull(),
  updated_at: text().notNull(),
});
