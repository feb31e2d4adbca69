/** Upgrades that never reach the hub. */

export function isUpgrade(request: Request): boolean {
  return request.headers.get('Upgrade')?.toLowerCase() === 'websocket';
}

/**
 * A socket that is accepted and closed at once: a browser sees a refused upgrade only as 1006, but it sees this code.
 *
 * @param reason - at most 123 bytes of UTF-8 (RFC 6455, 5.5)
 */
export function closedSocket(code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(code, reason.slice(0, 120));
  return new Response(null, { status: 101, webSocket: client });
}
