/** Writes log lines: one JSON object each. They never contain a document's text, a token or a cookie. */

/** The rooms that write to the log. */
export type Room = 'http' | 'live' | 'content' | 'health' | 'access' | 'services' | 'workflows';

/**
 * Writes an error to the log.
 *
 * @param what - what failed, in words
 * @param facts - what helps to find the cause; nothing that a client has sent, except a path
 */
export function logError(room: Room, what: string, error: unknown, facts: Record<string, string> = {}): void {
  console.error(JSON.stringify({ level: 'error', room, what, ...facts, error: describeError(error) }));
}

/**
 * Describes an error. For a failed query it describes only the cause, because the error itself quotes the parameters:
 * documents and token hashes among them.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  if ('params' in error && 'query' in error) {
    return `a query failed: ${error.cause === undefined ? 'for no known cause' : describeError(error.cause)}`;
  }
  return error.stack ?? `${error.name}: ${error.message}`;
}
