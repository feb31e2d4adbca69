/** What GitHub answers when it will not do something. */

/** The wait after a rate limit that names no time, in seconds. */
const USUAL_WAIT_SECONDS = 60;
const MAX_WAIT_SECONDS = 60 * 60;

const FORBIDDEN: ReadonlySet<unknown> = new Set(['FORBIDDEN', 'INSUFFICIENT_SCOPES']);

/** An error of GitHub's API, as Octokit throws it. */
export interface GitHubError extends Error {
  status: number;
  response?: { headers: Record<string, string | number | undefined>; data?: unknown };
}

/** Whether GitHub has answered with an error. One without an answer has the status 500. */
export function isGitHubError(error: unknown): error is GitHubError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** Whether GitHub has answered with this status. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): error is GitHubError {
  return isGitHubError(error) && statuses.includes(error.status);
}

/** Whether GitHub is out of order, or can't be reached. */
export function isOutage(error: unknown): boolean {
  return isGitHubError(error) && error.status >= 500;
}

/**
 * How long to wait after a rate limit, primary or secondary.
 *
 * @returns seconds; undefined when the error is another one
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function retryAfterOf(error: unknown, now: Date): number | undefined {
  if (!hasStatus(error, 403, 429)) return undefined;
  const { headers = {} } = error.response ?? {};
  const asked = Number(headers['retry-after']);
  if (asked > 0) return Math.min(asked, MAX_WAIT_SECONDS);
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(headers['x-ratelimit-reset']) - now.getTime() / 1_000;
    return reset > 0 ? Math.min(Math.ceil(reset) + 1, MAX_WAIT_SECONDS) : USUAL_WAIT_SECONDS;
  }
  return error.status === 429 || /\brate limit\b/i.test(error.message) ? USUAL_WAIT_SECONDS : undefined;
}

/** Whether the App may not do that: a permission is missing, or was not granted yet. */
export function isForbidden(error: unknown, now: Date): boolean {
  if (hasStatus(error, 403)) return retryAfterOf(error, now) === undefined;
  // GraphQL answers 200, and names the error.
  if (!(error instanceof Error && 'errors' in error && Array.isArray(error.errors))) return false;
  return error.errors.some((one: unknown) => FORBIDDEN.has(Object(one).type));
}
