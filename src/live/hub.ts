/**
 * The hub: holds the sockets and delivers the log to them. It owns nothing: the database is the log, and a hub that
 * knows its position can always catch up from there.
 *
 * Everything that moves the position runs in turns, one after the other, so a connection's replay and its live events
 * meet at one exact position.
 */
import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import { mayListen, type Principal } from '../access/principal.ts';
import { logError } from '../log.ts';
import type { HubFigures } from '../shared/api/monitoring.ts';
import type { LiveEvent } from '../shared/events.ts';
import {
  FRAME_WINDOW_MS,
  HEARTBEAT_INTERVAL_MS,
  MAX_CLIENT_MESSAGE_LENGTH,
  SWEEP_INTERVAL_MS,
} from '../shared/limits.ts';
import { CLOSE, clientMessageSchema, FRAMED_PROTOCOL, PING_TEXT, PONG_TEXT } from '../shared/protocol.ts';
import { openDatabase } from '../store/database.ts';
import { AlarmClock } from './alarm-clock.ts';
import { connectionOf, JOIN_HEADER, joinRequestSchema, type HubConnection, type Join } from './hub-connection.ts';
import { Delivery } from './delivery.ts';
import { toEntry } from './entry.ts';
import { encodeControl } from './frames.ts';
import { Follower, type LogPosition } from './follower.ts';
import { openLog } from './log-reader.ts';
import { Pace } from './pace.ts';
import { Sockets, type RevokedCredential } from './sockets.ts';
import { HubCounters } from './hub-counters.ts';

const POSITION_KEY = 'position';

export abstract class Hub extends DurableObject<Env> {
  readonly #counters: HubCounters;
  readonly #sockets: Sockets;
  readonly #delivery: Delivery;
  readonly #follower: Follower;
  readonly #alarm: AlarmClock;
  readonly #pace = new Pace();
  #turn: Promise<unknown> = Promise.resolve();
  /** Joins that were asked for, and how many of them had been when the last read of the log began. */
  #joins = 0;
  #caughtUpFor = 0;
  #flushTimer: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#counters = new HubCounters(ctx.storage);
    ctx.waitUntil(this.#counters.count('wakes'));
    this.#sockets = new Sockets((what, error) => this.#countFailure(what, error));
    this.#alarm = new AlarmClock(ctx.storage, () => this.#sockets.size > 0);
    this.#delivery = new Delivery(this.#sockets, (socket) => this.#answeredAt(socket));
    this.#follower = new Follower(openLog(openDatabase(env.DB)), {
      load: () => ctx.storage.kv.get<number>(POSITION_KEY),
      save: (position) => this.#storePosition(position),
      deliver: (events, place) => this.#deliver(events, place),
      delivered: () => this.#flushSoon(),
      startOver: (position) => this.#startOver(position),
    });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_TEXT, PONG_TEXT));
    for (const socket of ctx.getWebSockets()) this.#sockets.readmit(socket, this.#follower.position ?? 0);
  }

  /** Who a renewed credential stands for; null when it lets nobody in. */
  protected abstract authenticate(token: string): Promise<Principal | null>;
  /**
   * What the service has to do now and then; runs with the alarm.
   *
   * @returns within how many milliseconds it is to run again, although nobody listens; null when it can wait
   */
  protected abstract runMaintenance(): Promise<number | null>;

  /**
   * Takes events that were just committed, in any order, late or twice.
   *
   * @returns when they, and whatever was missing before them, are on their way to every socket
   * @throws when the log cannot be read; the next call or the alarm delivers what is missing then
   */
  async notify(events: readonly LiveEvent[]): Promise<void> {
    await this.#inTurn(() => this.#follower.offer(events));
  }

  /** Where the hub is, and what it has done; for readiness and monitoring. */
  async status(): Promise<HubFigures> {
    return {
      position: this.#follower.position ?? 0,
      connections: this.#sockets.size,
      window_ms: this.#pace.windowMs,
      ...this.#counters.read(),
      ...this.#delivery.figures,
    };
  }

  /**
   * There is something to look after, whether anyone listens or not: the alarm rings until the upkeep finds nothing more.
   *
   * @param withinMs - how soon it rings first
   */
  async scheduleMaintenance(withinMs: number): Promise<void> {
    await this.#alarm.scheduleMaintenance(withinMs);
  }

  /** Ends connections whose credential has ended. */
  async disconnect(who: RevokedCredential): Promise<void> {
    this.#sockets.revoke(who);
  }

  /** Accepts a socket that the Worker has let through. */
  override async fetch(request: Request): Promise<Response> {
    const join = v.parse(
      v.pipe(v.string(), v.parseJson(), joinRequestSchema),
      request.headers.get(JOIN_HEADER),
    );
    const { 0: client, 1: server } = new WebSocketPair();
    this.#joins += 1;
    const asked = this.#joins;
    await this.#inTurn(() => this.#join(server, join, asked));
    const headers = new Headers();
    if (join.connection.encoding === FRAMED_PROTOCOL) headers.set('Sec-WebSocket-Protocol', FRAMED_PROTOCOL);
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  async #join(socket: WebSocket, { connection, after }: Join, asked: number): Promise<void> {
    // One read of the log serves all joins that were waiting when it began.
    if (this.#caughtUpFor < asked) await this.#catchUp();
    const { position, recall } = await this.#follower.open();
    const start = after ?? position;
    const audience = this.#sockets.audienceOf(connection);
    const replay = await recall.replay(audience, start, position);
    const last = replay.reset ? undefined : (replay.entries.at(-1)?.event.id ?? replay.from);

    this.ctx.acceptWebSocket(socket);
    const { principal, topics, encoding } = connection;
    const hasRoom = replay.reset || this.#delivery.hasRoomFor(replay.entries);
    const reason = hasRoom ? this.#sockets.fullness(principal) : 'too many are catching up';
    if (reason !== undefined) {
      socket.close(CLOSE.overloaded, reason);
      return;
    }
    if (this.#sockets.isRevoked(principal)) {
      socket.close(CLOSE.signIn, 'the credential has ended');
      return;
    }
    try {
      socket.serializeAttachment({ ...connection, since: position });
      const member = this.#sockets.add(socket, position);
      const [topic = ''] = topics;
      const hello = {
        type: 'connection_established',
        topic,
        topics,
        position: start,
        head: position,
      } as const;
      this.#sockets.send(socket, encodeControl({ ...hello, protocol: encoding, ...endOf(principal) }));
      if (replay.reset) this.#sockets.send(socket, encodeControl({ type: 'reset', position }));
      else {
        member.audience.last ??= last;
        this.#delivery.replay(member, replay.entries, replay.from);
      }
      // It has not pinged yet, so it may be one that never does.
      await this.#alarm.scheduleWithin(HEARTBEAT_INTERVAL_MS);
    } catch (error) {
      this.#sockets.close(socket, CLOSE.overloaded, 'the connection could not be taken');
      throw error;
    }
  }

  /** Heartbeats, silent sockets, and the position checked against the log: a lost notify is repaired here at the latest. */
  override async alarm(): Promise<void> {
    this.#alarm.markFired();
    this.ctx.waitUntil(this.#counters.count('alarms'));
    await this.#inTurn(async () => {
      // What fails here is tried again with the next alarm. Thrown on, the platform would give the alarm up after a few tries.
      await this.#attempt('could not read the log', () => this.#catchUp());
      const anyPassive = this.#sockets.beat(Date.now(), (socket) => this.#answeredAt(socket));
      await this.#alarm.scheduleWithin(anyPassive ? HEARTBEAT_INTERVAL_MS : SWEEP_INTERVAL_MS);
    });
    // Not in a turn: it may wait for others, and no reader waits for that.
    await this.#attempt('maintenance failed', () => this.#alarm.runMaintenance(() => this.runMaintenance()));
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const now = Date.now();
    const member = this.#sockets.of(socket);
    if (member) member.heardAt = now;
    const parsed =
      typeof message === 'string' && message.length <= MAX_CLIENT_MESSAGE_LENGTH
        ? v.safeParse(v.pipe(v.string(), v.parseJson(), clientMessageSchema), message)
        : undefined;
    // Who receives much acknowledges much: what is news is no flood.
    if (parsed?.success && parsed.output.type === 'ack') {
      if (this.#sockets.acknowledge(socket, parsed.output.position)) return;
    }
    if (this.#sockets.isFlood(socket, now)) return;
    if (!parsed?.success) {
      this.#sockets.refuse(
        socket,
        'unknown_message',
        'Not a message of this protocol; see docs/live-protocol.md',
      );
      return;
    }
    const { output } = parsed;
    switch (output.type) {
      case 'ping':
        socket.serializeAttachment({ ...connectionOf(socket), pingedAt: now });
        this.#sockets.send(socket, PONG_TEXT);
        return;
      case 'ack':
        return;
      case 'auth':
        // In turn: who is let in here cannot be one whose right ends in between.
        await this.#inTurn(() => this.#renew(socket, output.token));
    }
  }

  /** Makes a connection that of a renewed credential; with one that is not good enough it stays as it is. */
  async #renew(socket: WebSocket, token: string): Promise<void> {
    const connection = connectionOf(socket);
    const principal = await this.authenticate(token);
    if (!this.#sockets.of(socket)) return;
    const denied = principal === null || this.#sockets.isRevoked(principal);
    if (denied || !connection.topics.every((topic) => mayListen(principal, topic))) {
      const message = 'The credential is not good for this connection, which goes on with the one it has.';
      this.#sockets.send(socket, encodeControl({ type: 'error', code: 'auth_failed', message }));
      return;
    }
    // What is queued is still for the one that it was.
    this.#flush();
    const { position, recall } = await this.#follower.open();
    const renewed: HubConnection = { ...connection, principal };
    const last = await recall.lastFor(this.#sockets.audienceOf(renewed), position);
    socket.serializeAttachment(renewed);
    this.#sockets.forget(socket);
    this.#sockets.add(socket, position).audience.last ??= last;
    this.#sockets.send(
      socket,
      encodeControl({ type: 'authenticated', actor: principal.actor, ...endOf(principal) }),
    );
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    await this.#left(socket);
    // 1005, 1006 and 1015 tell of a close without a code, and may not be sent (RFC 6455, 7.4.1).
    if (code === 1005 || code === 1006 || code === 1015) socket.close();
    else socket.close(code, reason);
  }

  override async webSocketError(socket: WebSocket, error: unknown): Promise<void> {
    await this.#left(socket);
    logError('live', 'a connection broke', error);
  }

  async #left(socket: WebSocket): Promise<void> {
    this.#sockets.forget(socket);
    await this.#alarm.cancelIfIdle();
  }

  /** Delivers what the log has beyond the position. */
  async #catchUp(): Promise<void> {
    const joins = this.#joins;
    await this.#follower.catchUp();
    this.#caughtUpFor = joins;
  }

  /** Every client needs a new snapshot. */
  #startOver(position: number): void {
    this.#delivery.clear();
    const reset = encodeControl({ type: 'reset', position });
    for (const { members } of this.#sockets.audiences) {
      for (const { socket } of members) {
        socket.serializeAttachment({ ...connectionOf(socket), since: 0 });
        this.#sockets.send(socket, reset);
      }
    }
  }

  /** Hands events, the next ones of the log, to the audiences that hear of them. */
  async #deliver(events: readonly LiveEvent[], { position, recall }: LogPosition): Promise<void> {
    for (const audience of this.#delivery.audiencesFor(events)) {
      if (audience.encoding === FRAMED_PROTOCOL && audience.last === undefined) {
        audience.last = await recall.lastFor(audience, position);
      }
    }
    const entries = events.map(toEntry);
    this.#delivery.enqueue(entries);
    recall.append(entries);
    // Who has lost the right to listen hears nothing more, not even what is queued.
    for (const event of events)
      if (event.type === 'token_revoked') this.#sockets.revoke({ token_id: event.token_id });
  }

  /** An idle hub sends at once; under load one frame per audience in a window, as fast as they are read. */
  #flushSoon(): void {
    if (this.#flushTimer !== null) return;
    const now = Date.now();
    const waitMs = this.#pace.waitMs(now);
    if (waitMs === undefined) return;
    if (waitMs === 0 && this.#delivery.mayFlush(now)) this.#flush();
    else
      this.#flushTimer = setTimeout(() => {
        this.#flushTimer = null;
        this.#flushSoon();
      }, waitMs || FRAME_WINDOW_MS);
  }

  /** Sends what is queued. */
  #flush(): void {
    const { position } = this.#follower;
    if (position !== undefined) this.#storePosition(position);
    this.#pace.started(Date.now());
    this.#delivery.flush();
    // The clock may stand still while code runs, so what sending has cost is known when the next code does.
    setTimeout(() => this.#sent(), 0);
  }

  /** What was sent has left; more may have come since. */
  #sent(): void {
    this.#pace.ended(Date.now());
    if (this.#delivery.isWaiting) this.#flushSoon();
  }

  /**
   * Unconfirmed: messages need not wait for the disk. If the object ends before the write does, its sockets end too, and
   * whoever comes back names the position; an older one here is harmless.
   */
  #storePosition(position: number): void {
    this.ctx.waitUntil(this.ctx.storage.put(POSITION_KEY, position, { allowUnconfirmed: true }));
  }

  #answeredAt(socket: WebSocket): number {
    return this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
  }

  async #attempt(failure: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#countFailure(failure, error);
    }
  }

  #countFailure(what: string, error: unknown): void {
    this.ctx.waitUntil(this.#counters.count('failures'));
    logError('live', what, error);
  }

  /** Runs work when all that came before it is done. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    // The caller gets the failure; the next in turn only needs to know that this one has ended.
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}

function endOf({ expires_at }: Principal): { expires_at?: string } {
  return expires_at === undefined ? {} : { expires_at: new Date(expires_at).toISOString() };
}
