/** Lets connections in: new ones, and existing ones that renew their credential. Everything here runs in the hub's turns. */
import { mayListen, type Principal } from '../access/principal.ts';
import { HEARTBEAT_INTERVAL_MS } from '../shared/limits.ts';
import { CLOSE } from '../shared/protocol.ts';
import type { AlarmClock } from './alarm-clock.ts';
import type { Delivery } from './delivery.ts';
import type { FlushTimer } from './flush-timer.ts';
import type { Follower } from './follower.ts';
import { encodeControl } from './frames.ts';
import type { HubFigureBook } from './hub-figures.ts';
import { connectionOf, type HubConnection, type Join } from './hub-connection.ts';
import type { Sockets } from './sockets.ts';

/** The parts of the hub that admission needs. */
export interface AdmissionParts {
  sockets: Sockets;
  delivery: Delivery;
  flushTimer: FlushTimer;
  follower: Follower;
  alarm: AlarmClock;
  figures: HubFigureBook;
  /** Makes the runtime deliver the socket's messages to the hub. */
  accept: (socket: WebSocket) => void;
  /** Authenticates a renewed credential; null when it is not accepted. */
  authenticate: (token: string) => Promise<Principal | null>;
}

/** Admits sockets to the hub: replays what they have missed, and connects them to the live events at one position. */
export class Admission {
  readonly #parts: AdmissionParts;
  /** The number of joins requested so far, and that number when the last read of the log began. */
  #joins = 0;
  #caughtUpFor = 0;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Registers a join that will run in a later turn. @returns its number, for {@link Admission.join} */
  request(): number {
    this.#joins += 1;
    return this.#joins;
  }

  /** Delivers what the log has beyond the position. One read serves all joins that were requested before it began. */
  async catchUp(): Promise<void> {
    const joins = this.#joins;
    await this.#parts.follower.catchUp();
    this.#caughtUpFor = joins;
  }

  /**
   * Admits a new connection, or closes it with a code that says why not.
   *
   * @param number - from {@link Admission.request}
   * @throws when the log cannot be read
   */
  async join(socket: WebSocket, { connection, after, at, build }: Join, number: number): Promise<void> {
    const { sockets, delivery, follower, figures, accept } = this.#parts;
    if (this.#caughtUpFor < number) await this.catchUp();
    const { position, recall } = await follower.open();
    const start = after ?? position;
    const audience = sockets.audienceOf(connection);
    const { reads } = recall;
    const replay = await recall.replay(audience, { after: start, at }, position);
    const source = replay.reset ? 'reset' : recall.reads > reads ? 'log' : 'memory';
    const last = replay.reset ? undefined : (replay.entries.at(-1)?.event.id ?? replay.from);

    accept(socket);
    const { principal, topics, encoding } = connection;
    const hasRoom = replay.reset || delivery.hasRoomFor(replay.entries);
    const reason = hasRoom ? sockets.fullness(principal) : 'too many are catching up';
    if (reason !== undefined) {
      socket.close(CLOSE.overloaded, reason);
      figures.closed(CLOSE.overloaded);
      return;
    }
    if (sockets.isRevoked(principal)) {
      socket.close(CLOSE.signIn, 'the credential has ended');
      figures.closed(CLOSE.signIn);
      return;
    }
    try {
      socket.serializeAttachment({ ...connection, since: position });
      const member = sockets.add(socket, position);
      figures.joined(after === undefined ? undefined : source);
      const [topic = ''] = topics;
      const hello = {
        type: 'connection_established',
        topic,
        topics,
        position: start,
        head: position,
        ...(build !== undefined && { build }),
      } as const;
      sockets.send(socket, encodeControl({ ...hello, protocol: encoding, ...endOf(principal) }));
      if (replay.reset) sockets.send(socket, encodeControl({ type: 'reset', position }));
      else {
        member.audience.last ??= last;
        delivery.replay(member, replay.entries, replay.from);
      }
      await this.#scheduleFor(principal);
    } catch (error) {
      sockets.close(socket, CLOSE.overloaded, 'the connection could not be taken');
      throw error;
    }
  }

  /** Gives a connection a new credential. When that is not accepted, the connection keeps its present one. */
  async renew(socket: WebSocket, token: string): Promise<void> {
    const { sockets, flushTimer, follower, authenticate } = this.#parts;
    const connection = connectionOf(socket);
    const principal = await authenticate(token);
    if (!sockets.of(socket)) return;
    const denied = principal === null || sockets.isRevoked(principal);
    if (denied || !connection.topics.every((topic) => mayListen(principal, topic))) {
      const message = 'The credential is not good for this connection, which goes on with the one it has.';
      sockets.send(socket, encodeControl({ type: 'error', code: 'auth_failed', message }));
      return;
    }
    // Queued events are sent under the old credential.
    flushTimer.flush();
    const { position, recall } = await follower.open();
    const renewed: HubConnection = { ...connection, principal };
    const last = await recall.lastFor(sockets.audienceOf(renewed), position);
    socket.serializeAttachment(renewed);
    sockets.forget(socket);
    sockets.add(socket, position).audience.last ??= last;
    const { actor } = principal;
    sockets.send(socket, encodeControl({ type: 'authenticated', actor, ...endOf(principal) }));
    await this.#scheduleFor(principal);
  }

  /** A connection may never ping, so it needs heartbeats, and it must be closed when its credential expires. */
  async #scheduleFor({ expires_at = Number.POSITIVE_INFINITY }: Principal): Promise<void> {
    await this.#parts.alarm.scheduleWithin(Math.min(HEARTBEAT_INTERVAL_MS, expires_at - Date.now()));
  }
}

function endOf({ expires_at }: Principal): { expires_at?: string } {
  return expires_at === undefined ? {} : { expires_at: new Date(expires_at).toISOString() };
}
