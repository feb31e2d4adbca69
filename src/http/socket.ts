/** WebSocket upgrades: their encoding, and those that are refused before they reach the hub. */
import { FRAMED_PROTOCOL, type Encoding } from '../shared/protocol.ts';

/** The longest close reason, in bytes of UTF-8 (RFC 6455, 5.5). */
const MAX_REASON_BYTES = 123;

export function isUpgrade(request: Request): boolean {
  return request.headers.get('Upgrade')?.toLowerCase() === 'websocket';
}

/** The encoding that an upgrade asks for in its subprotocols. */
export function encodingOf(request: Request): Encoding {
  const offered = request.headers.get('Sec-WebSocket-Protocol')?.split(',') ?? [];
  return offered.some((name) => name.trim() === FRAMED_PROTOCOL) ? FRAMED_PROTOCOL : 'flat';
}

/**
 * Accepts a WebSocket and closes it at once. A browser reports every refused upgrade as 1006, but this close code as it
 * is.
 *
 * @param reason - cut to what a close frame can carry
 */
export function closedSocket(request: Request, code: number, reason: string): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  const bytes = new Uint8Array(MAX_REASON_BYTES);
  const { written } = new TextEncoder().encodeInto(reason, bytes);
  server.close(code, new TextDecoder().decode(bytes.subarray(0, written)));
  const headers = new Headers();
  // A browser fails the connection with 1006 when its subprotocol is not answered (RFC 6455, 4.1).
  const encoding = encodingOf(request);
  if (encoding !== 'flat') headers.set('Sec-WebSocket-Protocol', encoding);
  return new Response(null, { status: 101, webSocket: client, headers });
}
