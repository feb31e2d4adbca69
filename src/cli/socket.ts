/** The WebSocket class of this platform. Node has its own from version 22 on. */
import type { SocketClass } from '../client/index.ts';

/** Returns the platform's WebSocket class. @see https://nodejs.org/docs/latest/api/globals.html#websocket */
export async function platformSocket(): Promise<SocketClass> {
  return globalThis.WebSocket ?? (await import('ws')).WebSocket;
}
