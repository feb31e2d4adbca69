/** Tells a part that is down for now from a fault of ours. */

/**
 * Whether an error says that D1 or the hub cannot be reached for now, so that trying again may help.
 *
 * D1's errors begin with `D1_ERROR`; the ones that a statement is to blame for name their SQLite code.
 * https://developers.cloudflare.com/d1/observability/debug-d1/
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('overloaded' in error && error.overloaded === true) return true;
  if ('retryable' in error && error.retryable === true) return true;
  if (error.message.includes('D1_ERROR')) return !error.message.includes('SQLITE_');
  return isUnavailable(error.cause);
}
