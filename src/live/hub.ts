/**
 * The hub: holds the sockets and delivers the event log to them. The log is in the database; the hub stores only the
 * position that it has delivered, and can always catch up from there.
 *
 * Everything that moves the position runs in turns, one after the other. Therefore a connection's replay ends exactly
 * where its live events begin.
 */
import { DurableObject } from 'cloudflare:workers';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import { logError } from '../log.ts';
import type { HubFigures } from '../shared/api/monitoring.ts';
import type { LiveEvent } from '../shared/events.ts';
import { CLOSE, FRAMED_PROTOCOL, PING_TEXT, PONG_TEXT } from '../shared/protocol.ts';
import { Registry } from '../metrics/registry.ts';
import { openDatabase } from '../store/database.ts';
import { saveFigures } from '../store/save-figures.ts';
import { Admission } from './admission.ts';
import { AlarmClock } from './alarm-clock.ts';
import { isTooLong, parseClientMessage } from './client-message.ts';
import { Delivery } from './delivery.ts';
import { toEntry } from './entry.ts';
import { FlushTimer } from './flush-timer.ts';
import { Follower, type LogPosition } from './follower.ts';
import { encodeControl } from './frames.ts';
import { connectionOf, JOIN_HEADER, joinRequestSchema } from './hub-connection.ts';
import { HubCounters } from './hub-counters.ts';
import { HubFigureBook } from './hub-figures.ts';
import { openLog } from './log-reader.ts';
import { PositionStore } from './position-store.ts';
import { Sockets, type RevokedCredential } from './sockets.ts';
import { Turns } from './turns.ts';
import { WebhookWakes, type FollowedWebhook } from './webhook-wakes.ts';

/**
 * The Durable Object class of the live layer. A service extends it with what this layer does not know: how to
 * authenticate a renewed credential, and what periodic maintenance to do.
 *
 * @example
 * ```ts
 * // The Worker's entry exports the class; wrangler.toml binds it as LIVE_HUB.
 * export class LiveHub extends Hub {
 *   protected override authenticate(token: string) {
 *     return authenticateRenewal(this.env, readAccessSettings(this.env), token);
 *   }
 *   protected override async runMaintenance() {
 *     return null;
 *   }
 *   protected override async wakeWebhook() {}
 * }
 *
 * // After a commit, without delaying the answer:
 * context.waitUntil(notify(env, events));
 * ```
 */
export abstract class Hub extends DurableObject<Env> {
  readonly #counters: HubCounters;
  readonly #figures: HubFigureBook;
  readonly #sockets: Sockets;
  readonly #delivery: Delivery;
  readonly #flushTimer: FlushTimer;
  readonly #follower: Follower;
  readonly #alarm: AlarmClock;
  readonly #admission: Admission;
  readonly #webhooks: WebhookWakes;
  readonly #turns = new Turns();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#counters = new HubCounters(ctx.storage);
    ctx.waitUntil(this.#counters.count('wakes'));
    const positions = new PositionStore(ctx);
    const registry = new Registry();
    const db = openDatabase(env.DB, registry);
    this.#sockets = new Sockets(
      (what, error) => this.#countFailure(what, error),
      (code) => this.#figures.closed(code),
    );
    this.#alarm = new AlarmClock(ctx.storage, () => this.#sockets.size > 0 || this.#figures.isPending);
    this.#figures = new HubFigureBook({
      storage: ctx.storage,
      registry,
      state: () => ({
        name: ctx.id.name ?? 'unknown',
        position: this.#follower.position,
        connections: this.#sockets.size,
        delivered: this.#delivery.figures,
      }),
      save: () => saveFigures(db, registry, Date.now(), env.ANALYTICS),
      scheduleWithin: (ms) => this.#alarm.scheduleWithin(ms),
      background: (work) => ctx.waitUntil(work),
    });
    this.#delivery = new Delivery(this.#sockets, (socket) => this.#answeredAt(socket));
    this.#follower = new Follower(openLog(db), {
      load: () => positions.load(),
      save: (stored) => positions.save(stored),
      deliver: (events, place) => this.#deliver(events, place),
      delivered: () => this.#flushTimer.schedule(),
      repaired: (events) => this.#figures.repaired(events),
      startOver: (position) => this.#startOver(position),
    });
    this.#flushTimer = new FlushTimer(this.#delivery, () => {
      this.#figures.sending();
      const { stored } = this.#follower;
      if (stored) positions.save(stored);
    });
    this.#webhooks = new WebhookWakes(ctx, (id) =>
      this.#attempt('a webhook was not woken', () => this.wakeWebhook(id)),
    );
    this.#admission = new Admission({
      sockets: this.#sockets,
      delivery: this.#delivery,
      flushTimer: this.#flushTimer,
      follower: this.#follower,
      alarm: this.#alarm,
      figures: this.#figures,
      accept: (socket) => ctx.acceptWebSocket(socket),
      authenticate: (token) => this.authenticate(token),
    });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING_TEXT, PONG_TEXT));
    for (const socket of ctx.getWebSockets()) this.#sockets.readmit(socket, this.#follower.position ?? 0);
  }

  /** Authenticates a renewed credential. @returns the principal; null when the credential is not accepted */
  protected abstract authenticate(token: string): Promise<Principal | null>;
  /**
   * Does the service's periodic work. Called by the alarm.
   *
   * @returns the delay in milliseconds after which to run again even if nobody is connected; null when none is needed
   */
  protected abstract runMaintenance(): Promise<number | null>;
  /** Has the sender of a webhook look at the log. */
  protected abstract wakeWebhook(id: string): Promise<void>;

  /**
   * Accepts committed events. They may arrive late, out of order, or more than once.
   *
   * @returns a promise that resolves when these events, and any missing before them, are queued for every socket
   * @throws when the log cannot be read; the next call or the alarm then delivers what is missing
   */
  async notify(events: readonly LiveEvent[]): Promise<void> {
    await this.#turns.run(() => this.#follower.offer(events));
  }

  /** Returns the position and the counters, for readiness and monitoring. */
  async status(): Promise<HubFigures> {
    return {
      position: this.#follower.position ?? 0,
      connections: this.#sockets.size,
      window_ms: this.#flushTimer.windowMs,
      ...this.#counters.read(),
      ...this.#delivery.figures,
    };
  }

  /** Writes down what this hub has counted. @returns {@link Hub.status} */
  async saveFigures(): Promise<HubFigures> {
    await this.#attempt('could not write the figures down', () => this.#figures.save());
    return this.status();
  }

  /**
   * Schedules maintenance, whether anyone is connected or not. The alarm repeats it until {@link Hub.runMaintenance}
   * returns null.
   *
   * @param withinMs - the longest delay until the first run, in milliseconds
   */
  async scheduleMaintenance(withinMs: number): Promise<void> {
    await this.#alarm.scheduleMaintenance(withinMs);
  }

  /** Says which webhooks are to be woken, and by which events: all of them, instead of those said before. */
  async followWebhooks(webhooks: readonly FollowedWebhook[]): Promise<void> {
    this.#webhooks.follow(webhooks);
  }

  /** Closes the connections of a revoked credential. */
  async disconnect(who: RevokedCredential): Promise<void> {
    this.#sockets.revoke(who);
  }

  /**
   * Accepts a socket that the Worker has let through.
   *
   * @param request - carries a `JoinRequest` as JSON in the header {@link JOIN_HEADER}
   * @throws when the header is missing or invalid, or the log cannot be read
   */
  override async fetch(request: Request): Promise<Response> {
    const join = v.parse(
      v.pipe(v.string(), v.parseJson(), joinRequestSchema),
      request.headers.get(JOIN_HEADER),
    );
    const { 0: client, 1: server } = new WebSocketPair();
    const number = this.#admission.request();
    await this.#turns.run(() => this.#admission.join(server, join, number));
    const headers = new Headers();
    if (join.connection.encoding === FRAMED_PROTOCOL) headers.set('Sec-WebSocket-Protocol', FRAMED_PROTOCOL);
    return new Response(null, { status: 101, webSocket: client, headers });
  }

  /** Sends heartbeats, closes silent and expired sockets, reads what a lost notify has left undelivered, and runs maintenance. */
  override async alarm(): Promise<void> {
    this.#alarm.markFired();
    this.ctx.waitUntil(this.#counters.count('alarms'));
    await this.#turns.run(async () => {
      // Errors are not rethrown: the platform gives an alarm up after a few failures. The next alarm tries again.
      await this.#attempt('could not read the log', () => this.#admission.catchUp());
      const nextInMs = this.#sockets.beat(Date.now(), (socket) => this.#answeredAt(socket));
      await this.#alarm.scheduleWithin(nextInMs);
    });
    await this.#attempt('could not write the figures down', () => this.#figures.saveIfDue());
    // Outside of the turns: maintenance may wait for other services, and must not delay deliveries.
    await this.#attempt('maintenance failed', () => this.#alarm.runMaintenance(() => this.runMaintenance()));
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    const now = Date.now();
    const member = this.#sockets.of(socket);
    if (member) member.heardAt = now;
    if (isTooLong(message)) {
      this.#sockets.close(socket, CLOSE.messageTooLong, 'the message is too long');
      return;
    }
    const parsed = parseClientMessage(message);
    // An acknowledgement that moves the position is not counted: a busy reader sends many of them.
    if (parsed?.type === 'ack' && this.#sockets.acknowledge(socket, parsed.position)) return;
    if (this.#sockets.isFlood(socket, now)) return;
    if (!parsed) {
      this.#sockets.refuse(
        socket,
        'unknown_message',
        'Not a message of this protocol; see docs/live-protocol.md',
      );
      return;
    }
    switch (parsed.type) {
      case 'ping':
        socket.serializeAttachment({ ...connectionOf(socket), pingedAt: now });
        this.#sockets.send(socket, PONG_TEXT);
        return;
      case 'ack':
        return;
      case 'auth':
        // In turns, so that a credential cannot be revoked between the check and the change.
        await this.#turns.run(() => this.#admission.renew(socket, parsed.token));
    }
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    await this.#left(socket, code);
    // 1005, 1006 and 1015 are reserved for reporting a close without a code and must not be sent (RFC 6455, 7.4.1).
    if (code === 1005 || code === 1006 || code === 1015) socket.close();
    else socket.close(code, reason);
  }

  override async webSocketError(socket: WebSocket, error: unknown): Promise<void> {
    await this.#left(socket, 1006);
    logError('live', 'a connection broke', error);
  }

  async #left(socket: WebSocket, code: number): Promise<void> {
    // One that the hub has closed is counted already.
    if (this.#sockets.of(socket)) this.#figures.closed(code);
    this.#sockets.forget(socket);
    await this.#alarm.cancelIfIdle();
  }

  /** Tells every client to load a new snapshot. */
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

  /** Queues the next events of the log for the audiences that may see them. */
  async #deliver(events: readonly LiveEvent[], { position, recall }: LogPosition): Promise<void> {
    for (const audience of this.#delivery.audiencesFor(events)) {
      if (audience.encoding === FRAMED_PROTOCOL && audience.last === undefined) {
        audience.last = await recall.lastFor(audience, position);
      }
    }
    const entries = events.map(toEntry);
    this.#figures.queued(events);
    this.#delivery.enqueue(entries);
    recall.append(entries);
    this.#webhooks.offer(events);
    // Connections of a revoked token get nothing more, not even what is queued.
    for (const event of events) {
      if (event.type === 'token_revoked') this.#sockets.revoke({ token_id: event.token_id });
    }
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
    this.#figures.failed();
    logError('live', what, error);
  }
}
