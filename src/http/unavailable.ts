/** Tells outages from faults. */

/**
 * Whether an error means that D1 or the hub cannot be reached for now, so that a retry may help.
 *
 * D1's errors begin with `D1_ERROR`. An error that a statement caused names its SQLite code.
 *
 * @see https://developers.cloudflare.com/d1/observability/debug-d1/
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('overloaded' in error && error.overloaded === true) return true;
  if ('retryable' in error && error.retryable === true) return true;
  if (error.message.includes('D1_ERROR')) return !error.message.includes('SQLITE_');
  return isUnavailable(error.cause);
}
