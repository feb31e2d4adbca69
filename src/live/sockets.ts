/**
 * The connected sockets, and the rules that close them. It is in memory only, and rebuilt from the sockets' attachments
 * after a wake. src/live/delivery.ts decides what the sockets are sent.
 */
import { isLocal, type Principal } from '../access/principal.ts';
import {
  HEARTBEAT_INTERVAL_MS,
  MAX_MESSAGES_PER_MINUTE,
  MAX_PROTOCOL_ERRORS,
  MAX_SOCKETS_PER_HUB,
  MAX_SOCKETS_PER_PRINCIPAL,
  SWEEP_INTERVAL_MS,
} from '../shared/limits.ts';
import { CLOSE, type ErrorCode } from '../shared/protocol.ts';
import { makeAudience, type Audience, type Member } from './audience.ts';
import { connectionOf, type HubConnection } from './hub-connection.ts';
import { encodeControl } from './frames.ts';
import { checkLiveness } from './liveness.ts';
import { acknowledge, makeMember } from './member.ts';

const MINUTE_MS = 60_000;
/**
 * The number of recently revoked credentials that are remembered, for connections that were authenticated just before.
 */
const MAX_REMEMBERED_REVOCATIONS = 1_000;

/** What was revoked: browser sessions, by their hashes, or a token with everything that was opened with it. */
export type RevokedCredential = { sessions: readonly string[] } | { token_id: string };

/** The sockets of a hub with their audiences and counters. */
export class Sockets {
  readonly #audiences = new Map<string, Audience>();
  readonly #members = new Map<WebSocket, Member>();
  /** The number of connections of each principal. */
  readonly #counts = new Map<string, number>();
  /** Keys of revoked credentials, oldest first. */
  readonly #revoked = new Set<string>();
  readonly #onFailure: (what: string, error: unknown) => void;
  readonly #onClose: (code: number) => void;

  /**
   * @param onFailure - called with each failure of a socket, to be counted
   * @param onClose - called with the code of each socket that is closed here, to be counted
   */
  constructor(
    onFailure: (what: string, error: unknown) => void,
    onClose: (code: number) => void = () => undefined,
  ) {
    this.#onFailure = onFailure;
    this.#onClose = onClose;
  }

  /** The number of connected sockets. */
  get size(): number {
    return this.#members.size;
  }

  /** All audiences that have at least one connection. */
  get audiences(): Iterable<Audience> {
    return this.#audiences.values();
  }

  /** Returns the member of a socket; undefined when the socket is not, or no longer, connected. */
  of(socket: WebSocket): Member | undefined {
    return this.#members.get(socket);
  }

  /** Returns the audience that a connection belongs to: an existing one, or a new one. */
  audienceOf(connection: HubConnection): Audience {
    const audience = makeAudience(connection);
    return this.#audiences.get(audience.key) ?? audience;
  }

  /**
   * Adds a socket, with the connection in its attachment.
   *
   * @param position - everything up to it has been delivered to everyone, except for what is queued
   */
  add(socket: WebSocket, position: number): Member {
    const connection = connectionOf(socket);
    const audience = this.audienceOf(connection);
    const member = makeMember(socket, audience, connection.principal);
    this.#audiences.set(audience.key, audience);
    const { since } = connection;
    // After a wake the connection may be ahead: the hub's position is that of its last flush.
    if (audience.queue.length === 0 && since <= position) audience.members.add(member);
    else audience.newcomers.set(member, since);
    this.#members.set(socket, member);
    this.#count(connection.principal, 1);
    return member;
  }

  /**
   * Adds a socket again after a wake. A socket whose attachment this version cannot parse is closed, and reconnects.
   */
  readmit(socket: WebSocket, position: number): void {
    try {
      this.add(socket, position);
    } catch (error) {
      this.#onFailure('could not read a connection after a wake', error);
      socket.close(CLOSE.goingAway, 'reconnect, please');
    }
  }

  /** Removes a socket, and its audience if it was the last one there. */
  forget(socket: WebSocket): void {
    const member = this.#members.get(socket);
    if (!member) return;
    const { audience, principal } = member;
    this.#members.delete(socket);
    this.#count(principal, -1);
    audience.members.delete(member);
    audience.newcomers.delete(member);
    if (audience.members.size + audience.newcomers.size === 0) this.#audiences.delete(audience.key);
  }

  /** Removes a socket and closes it. */
  close(socket: WebSocket, code: number, reason: string): void {
    if (this.#members.has(socket)) this.#onClose(code);
    this.forget(socket);
    socket.close(code, reason);
  }

  /**
   * Sends a text. A socket that is gone is removed, and its client resumes later. @returns whether the text was sent
   */
  send(socket: WebSocket, text: string): boolean {
    if (socket.readyState !== WebSocket.OPEN) {
      this.forget(socket);
      return false;
    }
    try {
      socket.send(text);
      return true;
    } catch (error) {
      this.#onFailure('could not send to a socket', error);
      this.close(socket, CLOSE.goingAway, 'could not send; resume from your position');
      return false;
    }
  }

  /** Records an acknowledgement. @returns whether it was new */
  acknowledge(socket: WebSocket, position: number): boolean {
    const member = this.#members.get(socket);
    return member !== undefined && acknowledge(member, position);
  }

  /**
   * Answers a message that is not part of the protocol with an error, and closes a connection that sends too many of
   * them.
   */
  refuse(socket: WebSocket, code: ErrorCode, message: string): void {
    const member = this.#members.get(socket);
    if (!member) return;
    member.protocolErrors += 1;
    if (member.protocolErrors > MAX_PROTOCOL_ERRORS) {
      this.close(socket, CLOSE.protocolViolation, 'too many messages outside of the protocol');
    } else {
      this.send(socket, encodeControl({ type: 'error', code, message }));
    }
  }

  /**
   * Says why a principal cannot have another connection; undefined when it can. The local user has no limit of its own.
   */
  fullness(principal: Principal): string | undefined {
    if (this.size >= MAX_SOCKETS_PER_HUB) return 'too many connections';
    const own = this.#counts.get(principalKey(principal)) ?? 0;
    return isLocal(principal) || own < MAX_SOCKETS_PER_PRINCIPAL
      ? undefined
      : 'too many connections of one principal';
  }

  #count(principal: Principal, change: 1 | -1): void {
    const key = principalKey(principal);
    const count = (this.#counts.get(key) ?? 0) + change;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }

  /**
   * Counts a message of the client. @returns whether there were too many in this minute; the connection is then closed
   */
  isFlood(socket: WebSocket, now: number): boolean {
    const member = this.#members.get(socket);
    if (!member) return true;
    const minute = Math.floor(now / MINUTE_MS);
    if (member.minute !== minute) Object.assign(member, { minute, messages: 0 });
    member.messages += 1;
    if (member.messages <= MAX_MESSAGES_PER_MINUTE) return false;
    this.close(socket, CLOSE.overloaded, 'too many messages in a minute');
    return true;
  }

  /** Closes the connections of a revoked credential, and remembers it. */
  revoke(revoked: RevokedCredential): void {
    const keys = new Set(
      'sessions' in revoked ? revoked.sessions.map(sessionKey) : [tokenKey(revoked.token_id)],
    );
    for (const key of keys) this.#revoked.add(key);
    for (const key of this.#revoked) {
      if (this.#revoked.size <= MAX_REMEMBERED_REVOCATIONS) break;
      this.#revoked.delete(key);
    }
    for (const [socket, { principal }] of this.#members) {
      if (isAmong(keys, principal)) this.close(socket, CLOSE.signIn, 'the credential has ended');
    }
  }

  /** Whether the principal's credential was revoked recently: it may have been authenticated just before. */
  isRevoked(principal: Principal): boolean {
    return isAmong(this.#revoked, principal);
  }

  /**
   * Sends heartbeats to connections that never ping. Closes connections that have gone silent or whose credential has
   * expired.
   *
   * @param answeredAt - when the runtime last answered a socket's ping itself; ms since 1970, 0 for never
   * @returns the delay in milliseconds until the next beat: the heartbeats of connections that never ping, and the first
   * credential to expire, must not be late
   */
  beat(now: number, answeredAt: (socket: WebSocket) => number): number {
    const heartbeat = encodeControl({ type: 'heartbeat', timestamp: new Date(now).toISOString() });
    let nextInMs = SWEEP_INTERVAL_MS;
    for (const [socket, { principal }] of this.#members) {
      const endsInMs = (principal.expires_at ?? Number.POSITIVE_INFINITY) - now;
      if (endsInMs <= 0) {
        this.close(socket, CLOSE.signIn, 'the credential has expired');
        continue;
      }
      const verdict = checkLiveness(Math.max(answeredAt(socket), connectionOf(socket).pingedAt), now);
      if (verdict === 'silent') {
        this.close(socket, CLOSE.silent, 'no ping for too long');
        continue;
      }
      if (verdict === 'heartbeat') this.send(socket, heartbeat);
      nextInMs = Math.min(nextInMs, endsInMs, verdict === 'heartbeat' ? HEARTBEAT_INTERVAL_MS : nextInMs);
    }
    return nextInMs;
  }
}

/** The key that connections are counted by: the token, or the actor's name where there is no token. */
function principalKey({ token_id, actor }: Principal): string {
  return token_id ?? actor;
}

function sessionKey(session: string): string {
  return `session ${session}`;
}

function tokenKey(tokenId: string): string {
  return `token ${tokenId}`;
}

/** Whether a principal's session or token is among revoked ones. */
function isAmong(keys: ReadonlySet<string>, { session, token_id }: Principal): boolean {
  if (session !== undefined && keys.has(sessionKey(session))) return true;
  return token_id !== undefined && keys.has(tokenKey(token_id));
}
