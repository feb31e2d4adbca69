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
    /** JSON array of the indexes of the approved edits; null means all. */
    approved_edits: text(),
  },
  (table) => [
    index('recommendations_validation').on(table.validation_id, table.ordinal),
    index('recommendations_facets').on(table.status, table.severity, table.family),
    index('recommendations_rule_facets').on(table.rule_id, table.status, table.severity, table.family),
  ],
);

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
    keeps: ['recommendation_totals', 'documents'],
  },
  {
    name: 'recommendations_deleted',
    on: 'recommendations',
    when: 'after delete',
    keeps: ['recommendation_totals'],
  },
];
