import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { WEBHOOK_DELIVERY_STATES, WEBHOOK_FORMATS, WEBHOOK_STATES } from '../../shared/api/webhooks.ts';

/** Where events are sent to. The key of the signatures is not here: its sender alone has it. */
export const webhooks = sqliteTable('webhooks', {
  id: text().primaryKey(),
  url: text().notNull(),
  /** JSON array of types. */
  events: text().notNull(),
  /** JSON array of families; null means all, and events without a family. */
  families: text(),
  format: text({ enum: WEBHOOK_FORMATS }).notNull(),
  /** The address of this service, for links in messages. */
  origin: text().notNull(),
  state: text({ enum: WEBHOOK_STATES }).notNull().default('active'),
  created_by: text().notNull(),
  created_at: text().notNull(),
  /** The id of the last event that it is done with: the log is followed from here. */
  reached: integer().notNull(),
  delivered: integer().notNull().default(0),
  failed: integer().notNull().default(0),
  /** Attempts that failed in a row, and since when. */
  failures: integer().notNull().default(0),
  failing_since: text(),
  next_attempt_at: text(),
  error: text(),
});

/** Events that were sent, or could not be. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    /** The header `webhook-id`. */
    id: text().primaryKey(),
    webhook_id: text().notNull(),
    event_id: integer().notNull(),
    type: text().notNull(),
    state: text({ enum: WEBHOOK_DELIVERY_STATES }).notNull(),
    is_replay: integer({ mode: 'boolean' }).notNull().default(false),
    attempts: integer().notNull(),
    status: integer(),
    error: text(),
    next_attempt_at: text(),
    created_at: text().notNull(),
    /** When it was last attempted, or asked to be replayed. */
    updated_at: text().notNull(),
    /** When its first attempt was, or when it was asked to be replayed: a replay is given up a day later. */
    since: text().notNull(),
  },
  (table) => [
    index('webhook_deliveries_event').on(table.webhook_id, table.event_id),
    index('webhook_deliveries_replay')
      .on(table.webhook_id, table.next_attempt_at)
      .where(sql`${table.state} = 'waiting' and ${table.is_replay} = 1`),
  ],
);
