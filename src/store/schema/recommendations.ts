import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LEVELS, RECOMMENDATION_STATUSES, RECOMMENDATION_TYPES } from '../../shared/things.ts';
import type { Trigger } from './triggers.ts';
import { validations } from './validations.ts';

/** Proposed changes of documents, and what was decided about them. */
export const recommendations = sqliteTable(
  'recommendations',
  {
    id: text().primaryKey(),
    validation_id: text()
      .notNull()
      .references(() => validations.id),
    /** Index in the document's list of recommendations. */
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
    /** The validation's family, which decides who may see it. */
    family: text().notNull().default(''),
    /** JSON array of the approved edits: indexes, and indexes with a person's own text; null means all. */
    approved_edits: text(),
    /** SHA-256 of family, path, rule and sorted fingerprints: the findings that it is about. null without a document. */
    findings_key: text(),
    /** SHA-256 of what its edits replace and insert, wherever that is. */
    edits_key: text(),
    /** The recommendation whose decision it has. */
    carried_from: text(),
    /** The request that decided on it, or the validation in which its findings were gone. */
    batch_id: text(),
    /** JSON of what the last decision changed, for undoing it; null when there is nothing to undo. */
    before: text(),
    /** When its findings were first proposed, in an earlier version; null for `created_at`. */
    proposed_at: text(),
    /** When it got the decision that it has. null without one, and for decisions of an earlier version. */
    decided_at: text(),
  },
  (table) => [
    index('recommendations_validation').on(table.validation_id, table.ordinal),
    index('recommendations_facets').on(table.status, table.severity, table.family),
    index('recommendations_batch')
      .on(table.batch_id)
      .where(sql`${table.batch_id} is not null`),
    index('recommendations_rule_facets').on(table.rule_id, table.status, table.severity, table.family),
  ],
);

/** What was decided about findings, whichever version of the document they are in. A trigger keeps it. */
export const decisions = sqliteTable('decisions', {
  findings_key: text().primaryKey(),
  status: text({ enum: ['approved', 'rejected', 'applied'] }).notNull(),
  recommendation_id: text().notNull(),
  reviewer: text(),
  notes: text(),
  approved_edits: text(),
  edits_key: text(),
});

/** Recommendations counted by rule, status, severity and family. Triggers update the counts. */
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

export const recommendationTriggers: readonly Trigger[] = [
  {
    name: 'recommendations_inserted',
    on: 'recommendations',
    when: 'after insert',
    keeps: ['recommendation_totals'],
  },
  {
    name: 'recommendations_moved',
    on: 'recommendations',
    when: 'after update of status',
    keeps: ['recommendation_totals', 'quality_changes', 'documents'],
  },
  {
    name: 'recommendations_decided',
    on: 'recommendations',
    when: 'after update of status',
    keeps: ['decisions'],
  },
  {
    name: 'recommendations_deleted',
    on: 'recommendations',
    when: 'after delete',
    keeps: ['recommendation_totals'],
  },
];
