/** The WebSocket of this platform: Node has one of its own from version 22 on. */
import type { SocketClass } from '../client/index.ts';

/** @see https://nodejs.org/docs/latest/api/globals.html#websocket */
export async function platformSocket(): Promise<SocketClass> {
  return globalThis.WebSocket ?? (await import('ws')).WebSocket;
}
