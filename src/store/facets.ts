/**
 * Lists whose cost depends on the page, not on the number of stored rows.
 *
 * The totals say which combinations of the filtered columns exist: a few dozen rows. For each combination that passes
 * the filters, one index is read for at most a page; the results are merged and cut. So a filter that few rows pass
 * costs as little as one that most rows pass, and no combination of filters needs an index of its own.
 *
 * Rows are identified by their rowid, which is in commit order: a row that is committed later never appears on, or
 * shifts, a page that was read before.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Where a page begins, and its direction, in terms of the rowid. */
export interface Slice {
  /** The condition for rows behind the cursor; undefined without a cursor. */
  behindCursor: (rowid: SQL) => SQL | undefined;
  /** The `order by` clause of the list. */
  order: (rowid: SQL) => SQL;
  /** The index that has the order of the list, where SQLite would choose another one. */
  indexedBy?: string;
  /** Rows to read: one more than the page has, to know whether there is a next page. */
  limit: number;
}

/** Joins conditions with `and`; `true` when there are none. */
export function all(...conditions: readonly (SQL | undefined)[]): SQL {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}

/** Selects the rowids of a page of one table, by conditions that an index answers. */
export function rowidsWhere(
  table: SQLiteTable,
  condition: SQL,
  { behindCursor, order, limit, indexedBy }: Slice,
): SQL {
  const rowid = sql`${table}.rowid`;
  const from =
    indexedBy === undefined ? sql`${table}` : sql`${table} indexed by ${sql.identifier(indexedBy)}`;
  return sql`select rowid from ${from} where ${all(condition, behindCursor(rowid))} order by ${order(rowid)} limit ${limit}`;
}

/**
 * Selects the rowids of a page of each combination, up to `limit` for each.
 *
 * @param combinations - a select of the combinations that pass the filters
 * @param condition - that a row belongs to the combination `t`
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
