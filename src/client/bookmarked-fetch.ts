import { BOOKMARK_HEADER } from '../shared/protocol.ts';

/**
 * Makes a `fetch` for `createApi` whose reads may be answered by a copy of the database near the service, never older than
 * the newest answer that came through it. The service must have `READ_REPLICATION` switched on; otherwise it changes nothing.
 * Not for those who follow live events: what an event tells may not be in the copy yet.
 *
 * @example
 * ```ts
 * const api = createApi({ baseUrl, token, fetch: bookmarkedFetch() });
 * ```
 */
export function bookmarkedFetch(platform: typeof fetch = fetch): typeof fetch {
  let bookmark: string | null = null;
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (bookmark !== null) headers.set(BOOKMARK_HEADER, bookmark);
    const response = await platform(input, { ...init, headers });
    const newer = response.headers.get(BOOKMARK_HEADER);
    // Answers may overtake each other. Bookmarks are ordered as text.
    if (newer !== null && (bookmark === null || newer > bookmark)) bookmark = newer;
    return response;
  };
}
