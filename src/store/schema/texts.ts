import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Submitted Markdown, stored once per content. */
export const texts = sqliteTable('texts', {
  sha256: text().primaryKey(),
  content: text().notNull(),
  byte_length: integer().notNull(),
  /**
   * JSON of what the anchors are made of; an array of the anchors in rows of earlier versions. null for texts stored
   * before this column existed, and for those with more than `MAX_ANCHORS_LENGTH` allows.
   */
  anchors: text(),
  created_at: text().notNull(),
});
