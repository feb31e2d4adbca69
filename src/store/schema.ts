/** The tables. Migrations are generated from here by `npm run migrations`, reviewed, and never edited afterwards. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { ROLES } from '../shared/roles.ts';
import {
  FIXABLE,
  LEVELS,
  OUTCOMES,
  RECOMMENDATION_STATUSES,
  RECOMMENDATION_TYPES,
  REVIEWS,
  RUN_DOCUMENT_STATES,
  VALIDATION_STATUSES,
  RUN_STATES,
  RUN_TYPES,
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
    type: text({ enum: RUN_TYPES }).notNull(),
    name: text().notNull(),
    family: text().notNull(),
    state: text({ enum: RUN_STATES }).notNull().default('pending'),
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    counts_error: integer().notNull().default(0),
    counts_warning: integer().notNull().default(0),
    counts_info: integer().notNull().default(0),
    error: text(),
    created_at: text().notNull(),
    /** When it last got on: what is running and has not got on for long stands still. */
    updated_at: text().notNull(),
    /** JSON array of names; null for all. */
    validation_types: text(),
    reused: integer().notNull().default(0),
    created_by: text().notNull().default(''),
    started_at: text(),
    finished_at: text(),
    /** When its progress was last told. */
    told_at: text(),
    /** How often it was made to go on since it last did. */
    nudges: integer().notNull().default(0),
  },
  (table) => [
    index('workflows_state').on(table.state),
    index('workflows_family').on(table.family),
    index('workflows_family_state').on(table.family, table.state),
    index('workflows_name').on(table.name, table.family),
  ],
);

/** The documents of workflows, in the order in which they came (the rowid): one a path. */
export const workflowDocuments = sqliteTable(
  'workflow_documents',
  {
    workflow_id: text()
      .notNull()
      .references(() => workflows.id),
    file_path: text().notNull(),
    /** null for one that could not be taken in. */
    content_sha256: text().references(() => documents.sha256),
    state: text({ enum: RUN_DOCUMENT_STATES }).notNull(),
    error: text(),
    /** Its result: there is one at most. */
    validation_id: text().references(() => validations.id),
  },
  (table) => [
    primaryKey({ columns: [table.workflow_id, table.file_path] }),
    index('workflow_documents_run').on(table.workflow_id),
    index('workflow_documents_state').on(table.workflow_id, table.state),
  ],
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
    /** The text with what was applied; null until something is. */
    enhanced_sha256: text().references(() => documents.sha256),
    /** The text that it was applied to, when that is not the submitted one. */
    enhanced_base_sha256: text().references(() => documents.sha256),
    /** The validation whose issues these are too: same text, same inputs. */
    issues_of: text(),
    /** SHA-256 of all that the findings depend on beside the text; null for validations of before it was kept. */
    inputs_sha256: text(),
  },
  // Every index ends in the rowid, which is the order of the commits: that of the lists.
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
  ],
);

/**
 * How many validations there are of each kind. Kept by triggers, in the transaction of the change: exact, and the way
 * into lists that are filtered, see src/store/facets.ts.
 */
export const validationTotals = sqliteTable(
  'validation_totals',
  {
    family: text().notNull(),
    /** Empty for validations that failed. */
    outcome: text().notNull(),
    review: text({ enum: REVIEWS }).notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.family, table.outcome, table.review] })],
);

/** How many validations were made in each minute, by a trigger. */
export const validationMinutes = sqliteTable(
  'validation_minutes',
  {
    /** ISO 8601 up to the minute, UTC: `2026-11-23T21:07`. */
    minute: text().notNull(),
    family: text().notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.family] })],
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
    /** That of its validation: what decides who may see it. */
    family: text().notNull().default(''),
    /** JSON array of the indexes of the edits that were approved; null: all of them. */
    approved_edits: text(),
  },
  (table) => [
    index('recommendations_validation').on(table.validation_id, table.ordinal),
    index('recommendations_facets').on(table.status, table.severity, table.family),
    index('recommendations_rule_facets').on(table.rule_id, table.status, table.severity, table.family),
  ],
);

/** How many recommendations there are of each kind, by triggers. */
export const recommendationTotals = sqliteTable(
  'recommendation_totals',
  {
    rule_id: text().notNull(),
    status: text({ enum: RECOMMENDATION_STATUSES }).notNull(),
    severity: text({ enum: LEVELS }).notNull(),
    family: text().notNull(),
    n: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.rule_id, table.status, table.severity, table.family] })],
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

/** Credentials that were given out. What they are is shown once; kept is a hash. */
export const tokens = sqliteTable('tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** SHA-256 of the whole token. */
  sha256: text().notNull(),
  role: text({ enum: ROLES }).notNull(),
  /** JSON array of the families that it is limited to; null: none. */
  families: text(),
  created_by: text().notNull(),
  created_at: text().notNull(),
  expires_at: text(),
  /** To the minute. */
  last_used_at: text(),
  revoked_at: text(),
});

/** Browsers that are signed in: each stands for the credential that it was signed in with, and ends with it. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie. */
    sha256: text().primaryKey(),
    /** The token, or `admin` for the one of the configuration. */
    token_id: text().notNull(),
    /** SHA-256 of the credential: one that was replaced ends its sessions. */
    credential_sha256: text().notNull(),
    created_at: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index('sessions_token').on(table.token_id), index('sessions_expiry').on(table.expires_at)],
);

/** Tickets for sockets: for one topic, once, and for seconds. */
export const tickets = sqliteTable(
  'tickets',
  {
    /** SHA-256 of the ticket. */
    sha256: text().primaryKey(),
    topic: text().notNull(),
    token_id: text().notNull(),
    /** JSON: whom it lets in. */
    principal: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index('tickets_expiry').on(table.expires_at)],
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
    index('events_run')
      .on(table.workflow_id)
      .where(sql`${table.workflow_id} is not null and ${table.validation_id} is null`),
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
