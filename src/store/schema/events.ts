import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * The event log. An event is written in the same batch as the change that it describes, and never otherwise. `id` is
 * AUTOINCREMENT, so no id is used twice, even after old events are deleted. D1 has one writer, so ids are in commit order.
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
    /** JSON object. It never overrides the columns above. */
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

/** Counters that outlive an isolate, such as failures of the live layer. */
export const counters = sqliteTable('counters', {
  name: text().primaryKey(),
  value: integer().notNull(),
  updated_at: text().notNull(),
});
