/** Notices the moments when a waiting page should try again at once. */

/**
 * In a browser, calls the listener when the network is back, the page becomes visible, or it resumes after being frozen
 * or restored from the back/forward cache. Elsewhere it never calls.
 *
 * @returns a function that stops listening
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
