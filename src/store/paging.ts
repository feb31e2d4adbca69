import { sql, type SQL } from 'drizzle-orm';
import type { Page } from '../shared/api.ts';
import { EXACT_TOTAL_LIMIT } from '../shared/limits.ts';
import type { Database } from './database.ts';

/**
 * Statement: how many rows there are, counted no further than one above the limit of exact totals.
 *
 * @param rows - what follows `select 1`: `from … where …`
 */
export function selectBoundedCount(db: Database, rows: SQL) {
  return db.select({ n: sql<number>`count(*)` }).from(sql`(select 1 ${rows} limit ${EXACT_TOTAL_LIMIT + 1})`);
}

/**
 * Makes a page of rows that were read with one more than `limit`.
 *
 * @param rows - up to `limit + 1` results; the one too many tells that there is a next page
 */
export function toPage<T extends { id: string }>(
  rows: readonly T[],
  { limit, counted, position }: { limit: number; counted: number; position: number },
): Page<T> {
  const results = rows.slice(0, limit);
  return {
    results,
    next_cursor: rows.length > limit ? (results.at(-1)?.id ?? null) : null,
    total: Math.min(counted, EXACT_TOTAL_LIMIT),
    ...(counted > EXACT_TOTAL_LIMIT && { total_is_estimate: true }),
    position,
  };
}

/** A case-insensitive substring. Not LIKE: D1 limits its patterns to 50 bytes. */
export function containsText(column: SQL, text: string): SQL {
  return sql`instr(lower(${column}), lower(${text})) > 0`;
}
