/**
 * The messages of a full database: SQLite's, and D1's for its own limit.
 *
 * @see https://developers.cloudflare.com/d1/observability/debug-d1/
 */
const FULL = /SQLITE_FULL|database or disk is full|exceeded maximum DB size/i;

/** Whether an error means that the database has no space. It can still be read. */
export function isDatabaseFull(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) if (FULL.test(one.message)) return true;
  return false;
}
