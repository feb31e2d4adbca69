/**
 * What drizzle-kit cannot express: triggers and full-text indexes. Their SQL is in the migrations; each is declared beside
 * the table that it belongs to, and src/store/schema.test.ts compares the declarations with the migrated database.
 */

/** A trigger that updates other tables in the transaction of a change. `changes()` does not count its rows. */
export interface Trigger {
  name: string;
  /** The table whose changes fire it. */
  on: string;
  /** The change that fires it, in lower case, as SQL has it. */
  when: string;
  /** The tables that it writes to, in the order of its statements. */
  keeps: readonly string[];
}

/** A full-text index: an FTS5 table, kept by triggers. */
export interface SearchTable {
  name: string;
  columns: readonly string[];
  tokenize: string;
}
