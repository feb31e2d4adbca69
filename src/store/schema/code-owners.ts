import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { workflows } from './runs.ts';

/** CODEOWNERS files that came with runs. The newest one of a family and ref holds for its documents. */
export const codeOwners = sqliteTable(
  'code_owners',
  {
    workflow_id: text()
      .notNull()
      .references(() => workflows.id),
    family: text().notNull(),
    ref: text().notNull(),
    file_path: text().notNull(),
    content: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workflow_id, table.file_path] }),
    index('code_owners_line').on(table.family, table.ref, table.workflow_id),
  ],
);
