import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The families whose packs have a quality gate. */
export const gates = sqliteTable('gates', {
  family: text().primaryKey(),
  /** The verdict of the last `gate_changed` event: 1 for passed; null before the first. */
  told: integer(),
});

/** The limits of quality gates, each with what the main line of its family has of it. Triggers of `documents` keep that. */
export const gateLimits = sqliteTable(
  'gate_limits',
  {
    family: text().notNull(),
    scope: text({ enum: ['new', 'all', 'rule'] }).notNull(),
    /** A level, or a rule that may end with `*`. */
    name: text().notNull(),
    /** Its place in the gate. */
    ordinal: integer().notNull(),
    most: integer().notNull(),
    found: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.family, table.scope, table.name] })],
);
