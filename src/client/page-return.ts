/** The moments when a page that waits should try again at once. */

/**
 * In a browser: calls when the network is back, or when the page is looked at again. Elsewhere: never.
 *
 * @returns stops it
 */
export function onPageReturn(listener: () => void): () => void {
  const page = globalThis.document;
  if (page === undefined || typeof globalThis.addEventListener !== 'function') return () => undefined;
  const visible = () => {
    if (page.visibilityState === 'visible') listener();
  };
  globalThis.addEventListener('online', listener);
  page.addEventListener('visibilitychange', visible);
  return () => {
    globalThis.removeEventListener('online', listener);
    page.removeEventListener('visibilitychange', visible);
  };
}
