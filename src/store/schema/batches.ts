import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Bulk decisions: what each of them decided on, for undoing it. */
export const batches = sqliteTable('batches', {
  id: text().primaryKey(),
  kind: text({ enum: ['recommendation', 'validation'] }).notNull(),
  /** JSON array of ids. */
  ids: text().notNull(),
  actor: text().notNull(),
  created_at: text().notNull(),
});
