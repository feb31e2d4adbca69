import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Trigger } from './triggers.ts';

/**
 * Quality over time: a row for each day on which something changed in a family, and one in the first folder, the first two,
 * and for each owner of what changed. The newest row is the main line now; a row's figures hold until the next one. Triggers keep it in the
 * transaction of what it counts: they write to the view `quality_changes`, whose own trigger finds the folders and makes the
 * row of a day from the one before.
 */
export const qualityDays = sqliteTable(
  'quality_days',
  {
    family: text().notNull(),
    /** Empty for the family as a whole; a slash and the owner for what somebody owns, since no folder begins with a slash. */
    folder: text().notNull(),
    /** ISO 8601, UTC: `2026-11-23`. */
    day: text().notNull(),
    /** Documents that are not removed, by outcome. */
    documents_pass: integer().notNull(),
    documents_warning: integer().notNull(),
    documents_fail: integer().notNull(),
    /** Those whose newest validation failed. */
    documents_failed: integer().notNull(),
    findings_error: integer().notNull(),
    findings_warning: integer().notNull(),
    findings_info: integer().notNull(),
    /** Recommendations that wait. */
    open: integer().notNull(),
    /** Decisions of that day, in all refs, less those taken back since. */
    decided: integer().notNull(),
    /** Recommendations applied on that day. */
    applied: integer().notNull(),
    /** JSON: how many of the decisions of that day were made after how many days. */
    waits: text().notNull(),
    /** Findings that versions of that day have and the versions before did not. The first run of a family has nothing before it. */
    new_error: integer().notNull().default(0),
    new_warning: integer().notNull().default(0),
    new_info: integer().notNull().default(0),
    /** Findings that the versions before had and those of that day do not. */
    resolved_error: integer().notNull().default(0),
    resolved_warning: integer().notNull().default(0),
    resolved_info: integer().notNull().default(0),
    /** JSON of the first of `quality_parts` at the end of the day; null in the newest row, for which they are still moving. */
    rules: text(),
    folders: text(),
  },
  (table) => [primaryKey({ columns: [table.family, table.folder, table.day] })],
);

/**
 * Findings of the main lines now: by rule, in a family, in its folders and for its owners, and by folder, in a family. Triggers
 * update them.
 */
export const qualityParts = sqliteTable(
  'quality_parts',
  {
    family: text().notNull(),
    /** As above. */
    folder: text().notNull(),
    kind: text({ enum: ['rule', 'folder'] }).notNull(),
    name: text().notNull(),
    /** Documents that have findings of the rule, or that are in the folder. */
    documents: integer().notNull(),
    findings: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.family, table.folder, table.kind, table.name] }),
    // There are few rules, and each version of a document changes some of them: those are sorted when they are read.
    index('quality_folders')
      .on(table.family, table.folder, table.findings)
      .where(sql`${table.kind} = 'folder'`),
  ],
);

export const qualityTriggers: readonly Trigger[] = [
  {
    name: 'quality_changed',
    on: 'quality_changes',
    when: 'instead of insert',
    keeps: ['quality_folder_changes'],
  },
  {
    name: 'quality_part_changed',
    on: 'quality_part_changes',
    when: 'instead of insert',
    keeps: ['quality_parts'],
  },
  {
    name: 'quality_folder_changed',
    on: 'quality_folder_changes',
    when: 'instead of insert',
    keeps: ['quality_days'],
  },
  {
    name: 'quality_compared',
    on: 'quality_comparisons',
    when: 'instead of insert',
    keeps: ['quality_changes', 'quality_days'],
  },
];
