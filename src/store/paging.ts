import { sql, type SQL } from 'drizzle-orm';
import type { Page } from '../shared/api/fields.ts';
import { EXACT_TOTAL_LIMIT } from '../shared/limits.ts';
import type { Database } from './database.ts';

/** Rows are counted up to here: one above the limit of exact totals. */
export const COUNT_LIMIT = EXACT_TOTAL_LIMIT + 1;

/**
 * Statement: counts rows, up to {@link COUNT_LIMIT}.
 *
 * @param rows - a select
 */
export function selectBoundedCount(db: Database, rows: SQL) {
  return db.select({ n: sql<number>`count(*)` }).from(sql`(select 1 from (${rows}) limit ${COUNT_LIMIT})`);
}

export interface PageFacts {
  limit: number;
  counted: number;
  /** Whether `counted` is the exact count of all rows, not a bounded one. */
  isExact: boolean;
  position: number;
}

/**
 * Makes a page.
 *
 * @param rows - up to `limit + 1` rows; one more than `limit` means that there is a next page
 */
export function toPage<T extends { id: string }>(
  rows: readonly T[],
  { limit, counted, isExact, position }: PageFacts,
): Page<T> {
  const results = rows.slice(0, limit);
  const isEstimate = !isExact && counted > EXACT_TOTAL_LIMIT;
  return {
    results,
    next_cursor: rows.length > limit ? (results.at(-1)?.id ?? null) : null,
    total: isEstimate ? EXACT_TOTAL_LIMIT : counted,
    ...(isEstimate && { total_is_estimate: true }),
    position,
  };
}
