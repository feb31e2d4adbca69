/** Log lines: one JSON object each, and never a document's text, a token or a cookie. */

/** Rooms that write to the log. */
export type Room = 'http' | 'live' | 'content' | 'health' | 'access' | 'services' | 'workflows';

/**
 * Writes an error to the log.
 *
 * @param what - in words, what could not be done
 * @param facts - what helps to find the cause; nothing that a client has sent, except a path
 */
export function logError(room: Room, what: string, error: unknown, facts: Record<string, string> = {}): void {
  console.error(JSON.stringify({ level: 'error', room, what, ...facts, error: describeError(error) }));
}

/**
 * An error in words. Of a failed query its cause: the error itself quotes all that the query was given, documents and
 * hashes of tokens among it.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if ('params' in error && 'query' in error) {
    return `a query failed: ${error.cause === undefined ? 'for no known cause' : describeError(error.cause)}`;
  }
  return error.stack ?? `${error.name}: ${error.message}`;
}
