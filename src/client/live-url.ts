/** The address of a live connection. */
import type { CommonOptions } from './options.ts';

/** The address without its query. @throws TypeError when `baseUrl` is not a URL */
export function liveUrl({ baseUrl, topic }: Pick<CommonOptions, 'baseUrl' | 'topic'>): URL {
  const url = new URL(`/ws/${encodeURIComponent(topic)}`, baseUrl);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}

/**
 * The address with the query of one connection.
 *
 * @param after - the position to resume after; undefined starts at the head of the log
 * @param at - the timestamp of the event at `after`, by which the service notices that it has another event there
 * @param ticket - stands for a token; undefined where the browser is signed in, or no credential is needed
 */
export function connectionUrl(
  base: URL,
  { topics = [], conflate }: Pick<CommonOptions, 'topics' | 'conflate'>,
  { after, at, ticket }: Record<'at' | 'ticket', string | undefined> & { after: number | undefined },
): URL {
  const url = new URL(base);
  if (after !== undefined) url.searchParams.set('after', String(after));
  if (after !== undefined && at !== undefined) url.searchParams.set('at', at);
  if (topics.length > 0) url.searchParams.set('topics', topics.join(','));
  if (conflate !== undefined) url.searchParams.set('conflate', conflate);
  if (ticket !== undefined) url.searchParams.set('ticket', ticket);
  return url;
}
