/** The moments when a page that waits should try again at once. */

/**
 * In a browser: calls when the network is back, when the page is looked at again, and when it was frozen or kept aside
 * and goes on. Elsewhere: never.
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
  globalThis.addEventListener('pageshow', listener);
  page.addEventListener('resume', listener);
  page.addEventListener('visibilitychange', visible);
  return () => {
    globalThis.removeEventListener('online', listener);
    globalThis.removeEventListener('pageshow', listener);
    page.removeEventListener('resume', listener);
    page.removeEventListener('visibilitychange', visible);
  };
}
