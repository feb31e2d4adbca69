import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { RUN_STATES, RUN_TYPES } from '../../shared/things.ts';

/** Batch runs. The wire and SQL call a run a workflow. */
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
    /** The last progress. A running run without progress for `RUN_STALLED_AFTER_MS` is stalled. */
    updated_at: text().notNull(),
    /** JSON array of names; null means all. */
    validation_types: text(),
    reused: integer().notNull().default(0),
    created_by: text().notNull().default(''),
    started_at: text(),
    finished_at: text(),
    /** When the last `workflow_progress` event was written. */
    told_at: text(),
    /** How often it was resumed since its last progress. */
    resumes: integer('nudges').notNull().default(0),
    /** The ruleset of the start, in `rulesets`. Null before the start, and for runs started before there were any. */
    ruleset_version: text(),
    /** The line of versions that its documents belong to. Empty for the main line. */
    ref: text().notNull().default(''),
    commit_sha: text(),
    /** Whether it brings every document of its family and ref. */
    is_complete: integer({ mode: 'boolean' }).notNull().default(false),
    /** Whether its family had a main line when it started. */
    is_compared: integer({ mode: 'boolean' }).notNull().default(false),
    /** JSON: the sum of what its documents add and resolve against the main line. */
    compared: text(),
    /** JSON: the verdict of the quality gate when it completed. */
    gate: text(),
  },
  (table) => [
    index('workflows_state').on(table.state),
    index('workflows_family').on(table.family),
    index('workflows_family_state').on(table.family, table.state),
    index('workflows_name').on(table.name, table.family),
    index('workflows_ruleset').on(table.ruleset_version, table.state),
  ],
);
