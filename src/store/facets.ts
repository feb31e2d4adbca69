/**
 * Lists that cost as much as their page, however much is stored.
 *
 * The totals say which combinations of the filtered columns there are (a few dozen rows); of each that the filters let
 * through, one index is read for no more than a page. What comes out is merged and cut. So a filter that few rows pass is
 * as cheap as one that most do, and no combination of filters needs an index of its own.
 *
 * Rows are named by their rowid, which is the order of the commits: a row that is committed later never appears on a page
 * that was read before, and never shifts one.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Where a page begins and which way it goes; both in terms of the rowid, as the table that is read names it. */
export interface Slice {
  /** Condition for the rows behind the cursor; undefined without one. */
  behindCursor: (rowid: SQL) => SQL | undefined;
  /** `order by` of the list. */
  order: (rowid: SQL) => SQL;
  /** Rows to read: one more than the page has. */
  limit: number;
}

/** All of the conditions, or `true` without any. */
export function all(...conditions: readonly (SQL | undefined)[]): SQL {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}

/** The rowids of a page of one table, by conditions that an index answers. */
export function rowidsWhere(table: SQLiteTable, condition: SQL, { behindCursor, order, limit }: Slice): SQL {
  const rowid = sql`${table}.rowid`;
  return sql`select rowid from ${table} where ${all(condition, behindCursor(rowid))} order by ${order(rowid)} limit ${limit}`;
}

/**
 * The rowids of the pages of all combinations: up to `limit` for each of them.
 *
 * @param combinations - a select of the combinations that pass the filters
 * @param condition - that a row is of the combination `t`
 */
export function rowidsOfCombinations(
  table: SQLiteTable,
  combinations: SQL,
  condition: SQL,
  slice: Slice,
): SQL {
  return sql`select page.value from (${combinations}) t, json_each((
    select json_group_array(rowid) from (${rowidsWhere(table, condition, slice)})
  )) page`;
}
