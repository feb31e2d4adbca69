/** Tickets stand for a token where a header cannot be sent: browsers send none with a WebSocket. */
import { withDeadline } from '../shared/deadline.ts';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../shared/limits.ts';
import { describe } from './callbacks.ts';
import type { CommonOptions } from './options.ts';
import { ApiError } from './api-error.ts';
import { createApi } from './rest.ts';

/** Statuses that another try would get again. */
const REFUSED = new Set([401, 403, 422]);

/** Why there is no ticket. */
export class TicketError extends Error {
  override readonly name = 'TicketError';
  /** Whether the service has refused, as opposed to not answering. */
  readonly isRefusal: boolean;

  constructor(cause: unknown) {
    super(describe(cause), { cause });
    this.isRefusal = cause instanceof ApiError && REFUSED.has(cause.problem.status);
  }
}

/**
 * Requests a ticket for one connection to the topics. Never rejects.
 *
 * @returns undefined when there is no token, because the browser is signed in or no credential is needed
 */
export async function getTicket({
  baseUrl,
  topic,
  topics = [],
  token,
  fetch,
}: CommonOptions): Promise<string | TicketError | undefined> {
  if (!token) return undefined;
  try {
    const api = createApi({ baseUrl, token: await token(), ...(fetch && { fetch }) });
    const asked = api.ticket({ topic, ...(topics.length > 0 && { topics: [...topics] }) });
    return (await withDeadline(asked, CLIENT_REQUEST_TIMEOUT_MS)).ticket;
  } catch (error) {
    return new TicketError(error);
  }
}
