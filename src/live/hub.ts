/**
 * The hub: holds the sockets and delivers the log to them. It owns nothing: the database is the log, and a hub that
 * knows its position can always catch up from there.
 *
 * Everything that moves the position runs in turns, one after the other, so a connection's replay and its live events
 * meet at one exact position.
 */
import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import type { LiveEvent } from '../shared/events.ts';
import { FRAME_WINDOW_MS, HEARTBEAT_INTERVAL_MS, MAX_CLIENT_MESSAGE_LENGTH } from '../shared/limits.ts';
import { logError } from '../log.ts';
import { CLOSE, clientMessageSchema, FRAMED_PROTOCOL, PING_TEXT, PONG_TEXT } from '../shared/protocol.ts';
import { openDatabase, type Database } from '../store/database.ts';
import { lastEventFor, readHead, readLog } from '../store/events.ts';
import { hears, makeAudience } from './audience.ts';
import {
  connectionOf,
  JOIN_HEADER,
  joinRequestSchema,
  type Connection,
  type JoinRequest,
} from './connection.ts';
import { encodeControl, encodeEvents } from './frames.ts';
import { planReplay, RESUME_READ_LIMIT, type Replay } from './resume.ts';
import { Sequencer } from './sequencer.ts';
import { Sockets, type Departed } from './sockets.ts';

/** Events read from the log at a time when the hub catches up. */
const CATCH_UP_PAGE = 500;

const POSITION_KEY = 'position';
const FAILURES_KEY = 'failures';

export interface HubStatus {
  position: number;
  connections: number;
  failures: number;
}

export class LiveHub extends DurableObject<Env> {
  readonly #db: Database;
  readonly #sockets = new Sockets((what, error) => this.#countFailure(what, error));
  #sequencer: Sequencer | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #flushedAt = 0;
  /** Joins that were asked for, and how many of them had been when the last read of the log began. */
  #joins = 0;
  #caughtUpFor = 0;
  #flushTimer: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#db = openDatabase(env.DB);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_TEXT, PONG_TEXT));
    for (const socket of ctx.getWebSockets()) this.#sockets.readmit(socket);
  }

  /**
   * Takes events that were just committed, in any order, late or twice.
   *
   * @returns when they, and whatever was missing before them, are on their way to every socket
   * @throws when the log cannot be read; the next call or the alarm delivers what is missing then
   */
  async notify(events: readonly LiveEvent[]): Promise<void> {
    await this.#inTurn(async () => {
      const sequencer = await this.#open();
      sequencer.offer(events);
      if (sequencer.needsLog()) await this.#catchUp();
      else await this.#deliver(sequencer.ready());
    });
  }

  /** Where the hub is; for readiness and monitoring. */
  async status(): Promise<HubStatus> {
    return {
      position: this.#sequencer?.position ?? this.ctx.storage.kv.get<number>(POSITION_KEY) ?? 0,
      connections: this.#sockets.size,
      failures: this.ctx.storage.kv.get<number>(FAILURES_KEY) ?? 0,
    };
  }

  /** Ends connections whose credential has ended. */
  async disconnect(who: Departed): Promise<void> {
    this.#sockets.end(who);
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

  async #join(socket: WebSocket, { connection, after }: JoinRequest, asked: number): Promise<void> {
    // One read of the log serves all joins that were waiting when it began.
    if (this.#caughtUpFor < asked) await this.#catchUp();
    this.#flush();
    const { position } = await this.#open();
    const start = after ?? position;
    const { from, replay } = await this.#replay(connection, start, position);

    this.ctx.acceptWebSocket(socket);
    if (this.#sockets.isFull(connection.principal)) {
      socket.close(CLOSE.overloaded, `too many connections of one principal`);
      return;
    }
    try {
      socket.serializeAttachment(connection);
      const audience = this.#sockets.add(socket);
      const { topics, encoding } = connection;
      const [topic = ''] = topics;
      const hello = {
        type: 'connection_established',
        topic,
        topics,
        position: start,
        head: position,
      } as const;
      this.#sockets.send(socket, [encodeControl({ ...hello, protocol: encoding })]);
      if (replay.reset) {
        this.#sockets.send(socket, [encodeControl({ type: 'reset', position })]);
      } else {
        const to = replay.events.at(-1)?.id ?? from;
        audience.last ??= to;
        const sent = { to, count: replay.events.length };
        this.#sockets.send(socket, encodeEvents(replay.events, encoding, from), sent);
      }
      await this.#keepAlarm();
    } catch (error) {
      this.#sockets.close(socket, CLOSE.overloaded, 'the connection could not be taken');
      throw error;
    }
  }

  /** What a connection has to be sent first, and the last event before it that it would have got. */
  async #replay(
    connection: Connection,
    start: number,
    position: number,
  ): Promise<{ from: number; replay: Replay }> {
    const audience = this.#sockets.audienceOf(connection) ?? makeAudience(connection);
    if (start === position) {
      // Nothing was missed: a page that comes back to a quiet service costs no read of its own.
      audience.last ??= await lastEventFor(this.#db, audience, position);
      return { from: audience.last, replay: { reset: false, events: [] } };
    }
    const [page, from] = await Promise.all([
      readLog(this.#db, { after: start, limit: RESUME_READ_LIMIT, audience }),
      lastEventFor(this.#db, audience, Math.min(start, position)),
    ]);
    return { from, replay: planReplay({ after: start, position, oldest: page.oldest, events: page.events }) };
  }

  /** Heartbeats, silent sockets, and the position checked against the log: a lost notify is repaired here at the latest. */
  override async alarm(): Promise<void> {
    await this.#inTurn(async () => {
      try {
        await this.#catchUp();
      } catch (error) {
        // Runs again with the next alarm. Thrown on, the platform would give the alarm up after a few tries.
        this.#countFailure('could not read the log', error);
      }
      this.#sockets.beat(
        Date.now(),
        (socket) => this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0,
      );
      await this.#keepAlarm();
    });
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const parsed =
      typeof message === 'string' && message.length <= MAX_CLIENT_MESSAGE_LENGTH
        ? v.safeParse(v.pipe(v.string(), v.parseJson(), clientMessageSchema), message)
        : undefined;
    // Who receives much acknowledges much: what is news is no flood.
    if (parsed?.success && parsed.output.type === 'ack') {
      if (this.#sockets.acknowledge(socket, parsed.output.position)) return;
    }
    if (this.#sockets.isFlood(socket, Date.now())) return;
    if (!parsed?.success) {
      this.#sockets.refuse(
        socket,
        'unknown_message',
        'Not a message of this protocol; see docs/live-protocol.md',
      );
      return;
    }
    switch (parsed.output.type) {
      case 'ping':
        socket.serializeAttachment({ ...connectionOf(socket), pingedAt: Date.now() });
        this.#sockets.send(socket, [PONG_TEXT]);
        return;
      case 'ack':
        return;
      case 'auth':
        this.#sockets.send(socket, [
          encodeControl({
            type: 'error',
            code: 'auth_not_supported',
            message: 'A credential can not be renewed in place yet: reconnect with the new one',
          }),
        ]);
    }
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    this.#sockets.forget(socket);
    // 1005, 1006 and 1015 tell of a close without a code, and may not be sent (RFC 6455, 7.4.1).
    socket.close(code === 1005 || code === 1006 || code === 1015 ? 1000 : code, reason);
  }

  override async webSocketError(socket: WebSocket, error: unknown): Promise<void> {
    this.#sockets.forget(socket);
    this.#countFailure('a socket failed', error);
  }

  /** The position, from where it was left; a hub that never delivered anything starts at the head of the log. */
  async #open(): Promise<Sequencer> {
    if (this.#sequencer) return this.#sequencer;
    const stored = this.ctx.storage.kv.get<number>(POSITION_KEY);
    this.#sequencer = new Sequencer(stored ?? (await readHead(this.#db)));
    if (stored === undefined) this.ctx.storage.kv.put(POSITION_KEY, this.#sequencer.position);
    return this.#sequencer;
  }

  /** Delivers what the log has beyond the position. */
  async #catchUp(): Promise<void> {
    let sequencer = await this.#open();
    const joins = this.#joins;
    for (;;) {
      const page = await readLog(this.#db, { after: sequencer.position, limit: CATCH_UP_PAGE });
      if (sequencer.restored || page.head < sequencer.position) sequencer = this.#startOver(page.head);
      const whole = page.events.length < CATCH_UP_PAGE;
      await this.#deliver(page.events);
      // Up to the head that was known when the page was read everything is committed: what is not there never will be.
      if (whole) {
        sequencer.advanceTo(page.head);
        break;
      }
    }
    sequencer.settle();
    this.#caughtUpFor = joins;
    await this.#deliver(sequencer.ready());
  }

  /** The log was restored to an earlier time: its ids are given anew, so every client needs a new snapshot. */
  #startOver(position: number): Sequencer {
    this.#sequencer = new Sequencer(position);
    this.ctx.storage.kv.put(POSITION_KEY, position);
    for (const audience of this.#sockets.audiences) {
      audience.queue = [];
      audience.last = undefined;
      for (const socket of audience.sockets)
        this.#sockets.send(socket, [encodeControl({ type: 'reset', position })]);
    }
    return this.#sequencer;
  }

  /** Hands events, the next ones of the log, to the audiences that hear of them. */
  async #deliver(events: readonly LiveEvent[]): Promise<void> {
    const sequencer = await this.#open();
    if (events.length === 0) return;
    const heard = [...this.#sockets.audiences]
      .map((audience) => ({ audience, events: events.filter((event) => hears(audience, event)) }))
      .filter((part) => part.events.length > 0);
    for (const { audience } of heard) {
      if (audience.encoding === FRAMED_PROTOCOL && audience.last === undefined) {
        audience.last = await lastEventFor(this.#db, audience, sequencer.position);
      }
    }
    for (const part of heard) part.audience.queue.push(...part.events);
    sequencer.deliver(events);
    // Who has lost the right to listen hears nothing more, not even what is queued.
    for (const event of events)
      if (event.type === 'token_revoked') this.#sockets.end({ token_id: event.token_id });
    this.#flushSoon();
  }

  /** An idle hub sends at once; under load one frame per audience in a window. */
  #flushSoon(): void {
    const wait = this.#flushedAt + FRAME_WINDOW_MS - Date.now();
    if (wait <= 0) this.#flush();
    else this.#flushTimer ??= setTimeout(() => this.#flush(), wait);
  }

  /** Sends what is queued. The position is stored with it: messages leave the object only when that write is durable. */
  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = null;
    this.#flushedAt = Date.now();
    if (this.#sequencer) this.ctx.storage.kv.put(POSITION_KEY, this.#sequencer.position);
    for (const audience of this.#sockets.audiences) {
      if (audience.queue.length === 0) continue;
      const messages = encodeEvents(audience.queue, audience.encoding, audience.last ?? 0);
      const sent = { to: audience.queue.at(-1)?.id ?? 0, count: audience.queue.length };
      audience.last = sent.to;
      audience.queue = [];
      for (const socket of audience.sockets) this.#sockets.send(socket, messages, sent);
    }
  }

  /** The alarm runs only while there are sockets; each heartbeat sets the next. */
  async #keepAlarm(): Promise<void> {
    if (this.#sockets.size === 0 || (await this.ctx.storage.getAlarm()) !== null) return;
    await this.ctx.storage.setAlarm(Date.now() + HEARTBEAT_INTERVAL_MS);
  }

  #countFailure(what: string, error: unknown): void {
    this.ctx.storage.kv.put(FAILURES_KEY, (this.ctx.storage.kv.get<number>(FAILURES_KEY) ?? 0) + 1);
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
