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
export function toPage<T extends { id: string }>(rows: readonly T[], facts: PageFacts): Page<T> {
  return toPageOf(rows, { ...facts, show: (row) => row, cursorOf: ({ id }) => id });
}

/**
 * As {@link toPage}, for rows that are not shown as they are.
 *
 * @param show - makes a result of a row
 * @param cursorOf - the cursor of a page that ends with a row
 */
export function toPageOf<Row, T>(
  rows: readonly Row[],
  {
    limit,
    counted,
    isExact,
    position,
    show,
    cursorOf,
  }: PageFacts & { show: (row: Row) => T; cursorOf: (row: Row) => string },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isEstimate = !isExact && counted > EXACT_TOTAL_LIMIT;
  return {
    results: shown.map(show),
    next_cursor: rows.length > limit && last ? cursorOf(last) : null,
    total: isEstimate ? EXACT_TOTAL_LIMIT : counted,
    ...(isEstimate && { total_is_estimate: true }),
    position,
  };
}
