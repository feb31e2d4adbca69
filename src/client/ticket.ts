/** Tickets stand for a token where a header cannot be sent: browsers send none with a WebSocket. */
import { withDeadline } from '../shared/deadline.ts';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../shared/limits.ts';
import type { CommonOptions } from './options.ts';
import { ApiError } from './api-error.ts';
import { createApi } from './rest.ts';

/** Statuses that another try would get again. */
const REFUSED = new Set([401, 403, 422]);

/**
 * Requests a ticket for one connection to the topics.
 *
 * @returns undefined when there is no token, because the browser is signed in or no credential is needed
 * @throws {ApiError} when the service refuses it
 */
export async function getTicket({
  baseUrl,
  topic,
  topics = [],
  token,
  fetch,
}: CommonOptions): Promise<string | undefined> {
  if (!token) return undefined;
  const api = createApi({ baseUrl, token: await token(), ...(fetch && { fetch }) });
  const asked = api.ticket({ topic, ...(topics.length > 0 && { topics: [...topics] }) });
  return (await withDeadline(asked, CLIENT_REQUEST_TIMEOUT_MS)).ticket;
}

/** Whether the service has refused, as opposed to not answering. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && REFUSED.has(error.problem.status);
}
