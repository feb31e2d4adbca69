/** Which pages may ask: hosts, origins, and requests that another site's page has made a browser send. Pure. */

/** Hosts that mode `open` answers to. Any other host could be a name that another site points here (DNS rebinding). */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOSTS.has(url.hostname);
}

/** Whether the page that sent a request may send it: our own page, one of an allowed origin, or no page at all. */
export function isAllowedOrigin(request: Request, allowed: readonly string[]): boolean {
  const origin = request.headers.get('Origin');
  return origin === null || origin === new URL(request.url).origin || allowed.includes(origin);
}

/**
 * Whether a request with a credential that browsers send by themselves comes from our own page. What changes something,
 * and what opens a connection, must show that it does.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function isOwnPage(request: Request): boolean {
  const own = new URL(request.url).origin;
  const origin = request.headers.get('Origin');
  if (origin !== null) return origin === own;
  const site = request.headers.get('Sec-Fetch-Site');
  if (site === 'same-origin') return true;
  // A request without these headers, or one that no page has sent, may only read.
  const isRead = SAFE_METHODS.has(request.method) && request.headers.get('Upgrade') === null;
  return isRead && (site === null || site === 'none');
}
