/** Who is connected: sockets and their audiences. In memory only, and rebuilt from the sockets' attachments on a wake. */
import { audienceKey, makeAudience, type Audience } from './audience.ts';
import { connectionOf } from './connection.ts';

/** What is known of a socket since the wake. */
export interface SocketState {
  readonly audience: Audience;
  /** Events that a framed client was sent since its last acknowledgement. */
  unacknowledged: number;
  /** Messages of the client that were outside of the protocol. */
  protocolErrors: number;
}

export class Registry {
  readonly #audiences = new Map<string, Audience>();
  readonly #sockets = new Map<WebSocket, SocketState>();

  get size(): number {
    return this.#sockets.size;
  }

  get audiences(): Iterable<Audience> {
    return this.#audiences.values();
  }

  get sockets(): Iterable<WebSocket> {
    return this.#sockets.keys();
  }

  /**
   * The state of a socket, which joins its audience if it has not yet.
   *
   * @throws {v.ValiError} when its attachment is none of ours
   */
  register(socket: WebSocket): SocketState {
    const known = this.#sockets.get(socket);
    if (known) return known;
    const connection = connectionOf(socket);
    const key = audienceKey(connection);
    const audience = this.#audiences.get(key) ?? makeAudience(connection);
    this.#audiences.set(key, audience);
    audience.sockets.add(socket);
    const state: SocketState = { audience, unacknowledged: 0, protocolErrors: 0 };
    this.#sockets.set(socket, state);
    return state;
  }

  /** Forgets a socket, and its audience when it was the last one there. */
  forget(socket: WebSocket): void {
    const audience = this.#sockets.get(socket)?.audience;
    this.#sockets.delete(socket);
    audience?.sockets.delete(socket);
    for (const [key, { sockets }] of this.#audiences) if (sockets.size === 0) this.#audiences.delete(key);
  }
}
