import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Requests with an `Idempotency-Key` that were carried out. Kept for `IDEMPOTENCY_KEY_LIFETIME_MS`. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    /** The id of the token, or the name of the actor without one. */
    actor: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was asked for. */
    request_sha256: text().notNull(),
    /** JSON array of the ids of what was made, in the order of the request. */
    made: text().notNull(),
    created_at: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actor, table.key] }),
    index('idempotency_keys_age').on(table.created_at),
  ],
);
