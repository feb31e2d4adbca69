import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { RUN_DOCUMENT_STATES } from '../../shared/things.ts';
import { texts } from './texts.ts';
import { workflows } from './runs.ts';
import { validations } from './validations.ts';

/** The documents of runs. One row per path. They are validated in the order in which they were added (the rowid). */
export const workflowDocuments = sqliteTable(
  'workflow_documents',
  {
    workflow_id: text()
      .notNull()
      .references(() => workflows.id),
    file_path: text().notNull(),
    /** null when the document could not be read, and when its result says what it was. */
    content_sha256: text().references(() => texts.sha256),
    state: text({ enum: RUN_DOCUMENT_STATES }).notNull(),
    error: text(),
    /** Its result. */
    validation_id: text().references(() => validations.id),
    /**
     * The rowid of the validation that it already had, with the same result: it has none of its own. That is a few bytes in
     * a row that is written for each page each night; an id would be 36, and as many in the index.
     */
    unchanged: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.workflow_id, table.file_path] }),
    // Most are done, and are not looked for by that.
    index('workflow_documents_open')
      .on(table.workflow_id, table.state)
      .where(sql`${table.state} <> 'done'`),
    // For deleting texts that nothing refers to.
    index('workflow_documents_content')
      .on(table.content_sha256)
      .where(sql`${table.content_sha256} is not null`),
    // For deleting validations, which looks for what refers to them.
    index('workflow_documents_validation')
      .on(table.validation_id)
      .where(sql`${table.validation_id} is not null`),
    index('workflow_documents_unchanged')
      .on(table.unchanged)
      .where(sql`${table.unchanged} is not null`),
  ],
);
