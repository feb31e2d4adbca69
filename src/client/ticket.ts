/** A ticket stands for a token where no header can: browsers send none with a socket. */
import { withDeadline } from '../shared/deadline.ts';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../shared/limits.ts';
import type { CommonOptions } from './options.ts';
import { ApiError } from './api-error.ts';
import { createApi } from './rest.ts';

/** Answers that another try would get again. */
const REFUSED = new Set([401, 403, 422]);

/** @returns for one connection to the topics; undefined where the browser is signed in, or nobody has to be */
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

/** Whether the service has said no, rather than nothing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && REFUSED.has(error.problem.status);
}
