import { blob, integer, sqliteTable } from 'drizzle-orm/sqlite-core';

/**
 * Findings of superseded versions, which are only read with their version: its issues, and the recommendations on which nothing
 * was decided, with the events of their creation. Upkeep packs them: see src/store/pack-versions.ts.
 */
export const packedFindings = sqliteTable('packed_findings', {
  /** The rowid of the validation. */
  place: integer().primaryKey(),
  /** JSON, compressed. */
  body: blob().notNull(),
});

/** Texts of superseded versions that nothing else refers to. Their `texts.content` is empty. */
export const packedTexts = sqliteTable('packed_texts', {
  /** The rowid of the validation. */
  place: integer().primaryKey(),
  /** Compressed. */
  body: blob().notNull(),
});
