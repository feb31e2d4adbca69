/**
 * Who is connected, and how they are spoken to: sockets and their audiences. In memory only, and rebuilt from the
 * sockets' attachments on a wake.
 */
import { isLocal, type Principal } from '../access/principal.ts';
import {
  MAX_MESSAGES_PER_MINUTE,
  MAX_PROTOCOL_ERRORS,
  MAX_SOCKETS_PER_PRINCIPAL,
  SLOW_READER_EVENTS,
} from '../shared/limits.ts';
import { CLOSE, FRAMED_PROTOCOL } from '../shared/protocol.ts';
import { audienceKey, makeAudience, type Audience } from './audience.ts';
import { connectionOf, type Connection } from './connection.ts';
import { encodeControl } from './frames.ts';
import { checkLiveness } from './liveness.ts';

const MINUTE_MS = 60_000;

/** Events that were sent together. */
export interface Sent {
  /** Id of the last of them. */
  to: number;
  count: number;
}

/** Whose connections end: those of a browser session, or of a token; of that the sessions' alone, if so wanted. */
export interface Departed {
  session?: string | undefined;
  token_id?: string | undefined;
  sessions?: boolean;
}

/** What is known of a socket since the wake. */
interface SocketState {
  readonly audience: Audience;
  readonly principal: Principal;
  /** The minute that the messages of the client are counted in, and how many there were. */
  minute: number;
  messages: number;
  /** What a framed client was sent and has not acknowledged, in order. */
  unacknowledged: Sent[];
  /** Messages of the client that were outside of the protocol. */
  protocolErrors: number;
}

export class Sockets {
  readonly #audiences = new Map<string, Audience>();
  readonly #states = new Map<WebSocket, SocketState>();
  readonly #onFailure: (what: string, error: unknown) => void;

  /** @param onFailure - told of what went wrong with a socket, to be counted */
  constructor(onFailure: (what: string, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  get size(): number {
    return this.#states.size;
  }

  get audiences(): Iterable<Audience> {
    return this.#audiences.values();
  }

  /** The audience that a connection would join, when someone is in it. */
  audienceOf(connection: Connection): Audience | undefined {
    return this.#audiences.get(audienceKey(connection));
  }

  /** Takes in a socket; its attachment must be a connection. Its audience, which may be one that others are in already. */
  add(socket: WebSocket): Audience {
    const connection = connectionOf(socket);
    const key = audienceKey(connection);
    const audience = this.#audiences.get(key) ?? makeAudience(connection);
    this.#audiences.set(key, audience);
    audience.sockets.add(socket);
    const counts = { unacknowledged: [], protocolErrors: 0, minute: 0, messages: 0 };
    this.#states.set(socket, { audience, principal: connection.principal, ...counts });
    return audience;
  }

  /** After a wake. A socket whose attachment this version cannot read reconnects, with a new one. */
  readmit(socket: WebSocket): void {
    try {
      this.add(socket);
    } catch (error) {
      this.#onFailure('could not read a connection after a wake', error);
      socket.close(CLOSE.goingAway, 'reconnect, please');
    }
  }

  /** Forgets a socket, and its audience when it was the last one there. */
  forget(socket: WebSocket): void {
    const audience = this.#states.get(socket)?.audience;
    this.#states.delete(socket);
    audience?.sockets.delete(socket);
    for (const [key, { sockets }] of this.#audiences) if (sockets.size === 0) this.#audiences.delete(key);
  }

  close(socket: WebSocket, code: number, reason: string): void {
    this.forget(socket);
    socket.close(code, reason);
  }

  /**
   * Sends messages to a socket; one that has gone is forgotten, and resumes when it comes back.
   *
   * @param sent - the events in the messages, if any. The runtime has no `bufferedAmount`, so framed clients acknowledge,
   * and one that lags too far is sent away.
   */
  send(socket: WebSocket, messages: readonly string[], sent?: Sent): void {
    if (socket.readyState !== WebSocket.OPEN) {
      this.forget(socket);
      return;
    }
    try {
      for (const message of messages) socket.send(message);
    } catch (error) {
      this.#onFailure('could not send to a socket', error);
      this.close(socket, CLOSE.goingAway, 'could not send; resume from your position');
      return;
    }
    const state = this.#states.get(socket);
    if (!state || !sent?.count || state.audience.encoding !== FRAMED_PROTOCOL) return;
    state.unacknowledged.push(sent);
    const lag = state.unacknowledged.reduce((sum, { count }) => sum + count, 0);
    if (lag > SLOW_READER_EVENTS) {
      this.close(socket, CLOSE.slowReader, 'too many unacknowledged events; resume from your position');
    }
  }

  /** The client has what it was sent up to a position. @returns whether that was news */
  acknowledge(socket: WebSocket, position: number): boolean {
    const state = this.#states.get(socket);
    if (!state) return false;
    const before = state.unacknowledged.length;
    state.unacknowledged = state.unacknowledged.filter(({ to }) => to > position);
    return state.unacknowledged.length < before;
  }

  /** Answers what is not of the protocol, and closes a flood of it. */
  refuse(socket: WebSocket, code: string, message: string): void {
    const state = this.#states.get(socket);
    if (!state) return;
    state.protocolErrors += 1;
    if (state.protocolErrors > MAX_PROTOCOL_ERRORS) {
      this.close(socket, CLOSE.protocolViolation, 'too many messages outside of the protocol');
    } else {
      this.send(socket, [encodeControl({ type: 'error', code, message })]);
    }
  }

  /** Whether a principal has as many connections as one may have. This machine's own user may have any number. */
  isFull(principal: Principal): boolean {
    return !isLocal(principal) && this.#countOf(principal) >= MAX_SOCKETS_PER_PRINCIPAL;
  }

  #countOf(principal: Principal): number {
    const key = principalKey(principal);
    let count = 0;
    for (const state of this.#states.values()) if (principalKey(state.principal) === key) count += 1;
    return count;
  }

  /** Counts a message of the client. @returns whether there were too many in this minute, and it was closed */
  isFlood(socket: WebSocket, now: number): boolean {
    const state = this.#states.get(socket);
    if (!state) return true;
    const minute = Math.floor(now / MINUTE_MS);
    if (state.minute !== minute) Object.assign(state, { minute, messages: 0 });
    state.messages += 1;
    if (state.messages <= MAX_MESSAGES_PER_MINUTE) return false;
    this.close(socket, CLOSE.overloaded, 'too many messages in a minute');
    return true;
  }

  /** Ends the connections of who has no right to them any more. */
  end({ session, token_id, sessions = false }: Departed): void {
    for (const [socket, { principal }] of this.#states) {
      const isSession = session !== undefined && principal.session === session;
      const isToken = token_id !== undefined && principal.token_id === token_id;
      if (isSession || (isToken && (!sessions || principal.session !== undefined))) {
        this.close(socket, CLOSE.signIn, 'the credential has ended');
      }
    }
  }

  /**
   * A heartbeat for those that never ping, the end for those that have pinged and gone silent.
   *
   * @param answeredAt - when the runtime last answered a socket's ping by itself, ms since 1970; 0 for never
   */
  beat(now: number, answeredAt: (socket: WebSocket) => number): void {
    const heartbeat = encodeControl({ type: 'heartbeat', timestamp: new Date(now).toISOString() });
    for (const [socket, { principal }] of this.#states) {
      if (principal.expires_at !== undefined && principal.expires_at <= now) {
        this.close(socket, CLOSE.signIn, 'the credential has expired');
        continue;
      }
      const verdict = checkLiveness(Math.max(answeredAt(socket), connectionOf(socket).pingedAt), now);
      if (verdict === 'silent') this.close(socket, CLOSE.silent, 'no ping for too long');
      if (verdict === 'heartbeat') this.send(socket, [heartbeat]);
    }
  }
}

/** Connections are counted by credential; without one, by name. */
function principalKey({ token_id, actor }: Principal): string {
  return token_id ?? actor;
}
