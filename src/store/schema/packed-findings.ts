import { blob, integer, sqliteTable } from 'drizzle-orm/sqlite-core';

/**
 * Findings of superseded versions, which are only read with their version: its issues, and the recommendations on which nothing
 * was decided. Upkeep packs them: see src/store/packed-findings.ts.
 */
export const packedFindings = sqliteTable('packed_findings', {
  /** The rowid of the validation. */
  place: integer().primaryKey(),
  /** JSON, compressed. */
  body: blob().notNull(),
});
