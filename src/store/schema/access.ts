import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { ROLES } from '../../shared/roles.ts';

/** API tokens. The token itself is shown once; only its hash is stored. */
export const tokens = sqliteTable('tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** SHA-256 of the token. */
  sha256: text().notNull(),
  role: text({ enum: ROLES }).notNull(),
  /** JSON array of the families that it is limited to; null means all families. */
  families: text(),
  created_by: text().notNull(),
  created_at: text().notNull(),
  expires_at: text(),
  /** Updated at most once a minute. */
  last_used_at: text(),
  revoked_at: text(),
});

/** Sessions of signed-in browsers. A session ends with the credential that opened it. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie value. */
    sha256: text().primaryKey(),
    /** The id of the token, or `admin` for `ADMIN_TOKEN`. */
    token_id: text().notNull(),
    /** SHA-256 of the credential: replacing the credential ends its sessions. */
    credential_sha256: text().notNull(),
    created_at: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index('sessions_token').on(table.token_id), index('sessions_expiry').on(table.expires_at)],
);

/** Single-use tickets for WebSockets, valid for `TICKET_TTL_MS`. */
export const tickets = sqliteTable(
  'tickets',
  {
    /** SHA-256 of the ticket. */
    sha256: text().primaryKey(),
    topic: text().notNull(),
    token_id: text().notNull(),
    /** JSON of the `Principal` that the connection gets. */
    principal: text().notNull(),
    expires_at: text().notNull(),
  },
  (table) => [index('tickets_expiry').on(table.expires_at)],
);
