import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Submitted Markdown, stored once per content. */
export const texts = sqliteTable('texts', {
  sha256: text().primaryKey(),
  content: text().notNull(),
  byte_length: integer().notNull(),
  /**
   * JSON array of the anchors that links may point to. null for documents stored before this column existed, and for
   * those with more anchors than `MAX_ANCHORS_LENGTH` allows.
   */
  anchors: text(),
  created_at: text().notNull(),
});
