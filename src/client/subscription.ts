/**
 * A live subscription: a snapshot, then every event after it, each exactly once and in order, through lost connections
 * and restarts of the service.
 */
import { withDeadline } from '../shared/deadline.ts';
import { CLIENT_REQUEST_TIMEOUT_MS } from '../shared/limits.ts';
import {
  afterClose,
  CLOSE,
  FRAMED_PROTOCOL,
  type ErrorCode,
  type Established,
  type Frame,
} from '../shared/protocol.ts';
import { Callbacks, describe } from './callbacks.ts';
import { ClientConnection, type Close } from './client-connection.ts';
import { Handover } from './handover.ts';
import { connectionUrl, liveUrl } from './live-url.ts';
import type { ConnectionState, SnapshotOptions, StreamOptions, Subscription } from './options.ts';
import { onPageReturn } from './page-return.ts';
import { Renewal } from './renewal.ts';
import { RetryTimer } from './retry-timer.ts';
import { Sequence } from './sequence.ts';
import { getTicket, TicketError } from './ticket.ts';

const AUTH_FAILED: ErrorCode = 'auth_failed';
/** The close code for failures on this side, as if the connection broke without a close frame. */
const BROKEN = 1006;

/** The subscription that `subscribe` starts. */
export class LiveSubscription<S extends { position: number }> implements Subscription {
  readonly #options: SnapshotOptions<S> | StreamOptions;
  readonly #callbacks: Callbacks;
  readonly #handover: Handover;
  readonly #retry: RetryTimer;
  readonly #url: URL;
  readonly #stopListening: () => void;
  readonly #renewal: Renewal | undefined;
  #state: ConnectionState = 'connecting';
  #sequence: Sequence;
  /** Whether a snapshot must be loaded before events can be applied. */
  #stale: boolean;
  /** Whether the position is known. Until then the stream starts wherever the service says. */
  #begun: boolean;
  #connection: ClientConnection | undefined;
  /** Whether events were missed, so that the next connection begins with a reset. */
  #missed = false;
  /** Frames that arrived while a snapshot was loading; undefined when none is loading. */
  #held: Frame[] | undefined;
  #closed = false;
  /** The service has said that reconnecting is useless. Only {@link reconnectNow} tries again. */
  #stopped = false;
  /** Numbers of the current attempt and snapshot load. Results of earlier ones are ignored. */
  #attempt = 0;
  #load = 0;

  constructor(options: SnapshotOptions<S> | StreamOptions) {
    this.#options = options;
    this.#callbacks = new Callbacks(options.onProblem);
    this.#handover = new Handover(options.onEvents, this.#callbacks);
    this.#retry = new RetryTimer(options.random ?? Math.random);
    this.#stale = options.snapshot !== undefined;
    this.#begun = this.#stale || ('after' in options && options.after !== undefined);
    this.#sequence = new Sequence('after' in options ? (options.after ?? 0) : 0);
    if (options.token) {
      this.#renewal = new Renewal({
        token: options.token,
        send: (token) => this.#connection?.authenticate(token),
        onProblem: (code, message) => this.#callbacks.problem(code, message),
      });
    }
    this.#url = liveUrl(options);
    this.#stopListening = onPageReturn(() => this.#returned());
    void this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get position(): number {
    return this.#sequence.position;
  }

  reconnectNow(): void {
    if (this.#closed || this.#state === 'live') return;
    void this.#connect();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#drop();
    this.#setState('disconnected', { reason: 'closed' });
  }

  /** Never rejects. */
  async #connect(): Promise<void> {
    this.#drop();
    const attempt = this.#attempt;
    const isCurrent = () => attempt === this.#attempt;
    this.#stopped = false;
    this.#setState('connecting', {});
    // A subscriber that was disconnected as slow finishes its events before it gets more.
    await this.#handover.idle;
    if (isCurrent() && this.#stale) await this.#loadSnapshot();
    const ticket = isCurrent() ? await getTicket(this.#options) : undefined;
    if (ticket instanceof TicketError) {
      if (isCurrent()) this.#failed(ticket);
      return;
    }
    if (isCurrent()) this.#callbacks.run(() => this.#options.onConnecting?.(this.#url.href));
    // Any callback may have closed the subscription or started another attempt.
    if (isCurrent()) this.#open(isCurrent, ticket);
  }

  #failed({ isRefusal, message }: TicketError): void {
    this.#lost({ code: isRefusal ? CLOSE.signIn : BROKEN, reason: message });
    this.#callbacks.problem('credential', message);
  }

  #open(isCurrent: () => boolean, ticket: string | undefined): void {
    const { WebSocket: Platform = WebSocket } = this.#options;
    const after = this.#begun ? this.position : undefined;
    const at = this.#sequence.timestamp;
    const whileCurrent =
      <A extends unknown[]>(listener: (...args: A) => void) =>
      (...args: A) => {
        if (isCurrent()) listener(...args);
      };
    try {
      this.#connection = new ClientConnection({
        url: connectionUrl(this.#url, this.#options, { after, at, ticket }).href,
        protocol: FRAMED_PROTOCOL,
        WebSocket: Platform,
        pingIntervalMs: this.#options.pingIntervalMs,
        pongTimeoutMs: this.#options.pongTimeoutMs,
        onEstablished: whileCurrent((established) => this.#established(established)),
        onAuthenticated: whileCurrent(({ expires_at }) => this.#renewal?.expect(expires_at)),
        onFrame: whileCurrent((frame) => this.#frame(frame)),
        onReset: whileCurrent(({ position }) => void this.#reset(position)),
        onProblem: whileCurrent(({ code, message }) => {
          if (code === AUTH_FAILED) this.#renewal?.refused();
          this.#callbacks.problem(code, message);
        }),
        onClose: whileCurrent((close) => this.#lost(close)),
      });
    } catch (error) {
      this.#lost({ code: BROKEN, reason: 'the platform refuses to connect' });
      this.#callbacks.problem('socket', String(error));
    }
  }

  #established(established: Established): void {
    this.#retry.established();
    if (!this.#begun) this.#sequence = new Sequence(established.position);
    this.#begun = true;
    if (this.#missed) void this.#reset(established.position);
    this.#missed = false;
    this.#renewal?.expect(established.expires_at);
    const attempt = this.#attempt;
    this.#setState('live', {});
    if (attempt === this.#attempt) this.#callbacks.run(() => this.#options.onConnected?.(established));
  }

  #frame(frame: Frame): void {
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    const taken = this.#sequence.take(frame);
    if (taken.gap) {
      if (this.#sequence.gaps > 1) this.#startOver();
      this.#lost({ code: CLOSE.goingAway, reason: 'a gap in the stream' });
      this.#callbacks.problem(
        'gap',
        `what came after ${this.position} is not whole up to ${frame.to}; resuming`,
      );
      return;
    }
    if (taken.events.length > 0) this.#handover.hand(taken.events, frame.to, this.#connection);
  }

  /** Makes the next connection begin with a snapshot or a reset, because resuming does not help. */
  #startOver(): void {
    this.#stale = this.#options.snapshot !== undefined;
    this.#missed = !this.#stale;
    if (this.#missed) this.#begun = false;
  }

  /**
   * Loads a new snapshot because missed events cannot be replayed, then applies the frames that arrived meanwhile. Frames
   * from before the reset, and a snapshot that was requested before it, belong to a stream that has ended.
   *
   * @param position - the stream continues after it
   */
  async #reset(position: number): Promise<void> {
    if (!this.#options.snapshot) {
      const { onReset } = this.#options;
      this.#sequence = new Sequence(position);
      this.#callbacks.run(() => onReset?.(position));
      return;
    }
    const attempt = this.#attempt;
    this.#stale = true;
    this.#held = [];
    // The socket is connected, but the subscriber's data is old.
    this.#setState('connecting', { reason: 'what was missed is loaded anew' });
    if (attempt !== this.#attempt || !(await this.#loadSnapshot())) return;
    if (this.position < position) {
      this.#lost({ code: CLOSE.goingAway, reason: 'the snapshot is older than the stream' });
      this.#callbacks.problem(
        'old_snapshot',
        `the snapshot ends at ${this.position}, the stream goes on at ${position}`,
      );
      return;
    }
    const held = this.#held;
    this.#held = undefined;
    this.#setState('live', {});
    for (const frame of held) if (attempt === this.#attempt) this.#frame(frame);
  }

  /** @returns whether the snapshot was loaded and is still wanted; a failure is handled here */
  async #loadSnapshot(): Promise<boolean> {
    const attempt = this.#attempt;
    this.#load += 1;
    const load = this.#load;
    const isWanted = () => attempt === this.#attempt && load === this.#load;
    const options = this.#options;
    if (!options.snapshot) return true;
    let snapshot: S;
    try {
      snapshot = await withDeadline(options.snapshot(), CLIENT_REQUEST_TIMEOUT_MS);
    } catch (error) {
      if (!isWanted()) return false;
      this.#lost({ code: BROKEN, reason: 'the service does not answer' });
      this.#callbacks.problem('snapshot', describe(error));
      return false;
    }
    if (!isWanted()) return false;
    this.#sequence = new Sequence(snapshot.position);
    this.#stale = false;
    this.#callbacks.run(() => options.onSnapshot(snapshot));
    return isWanted();
  }

  #lost({ code, reason }: Close): void {
    if (this.#closed) return;
    const wasLive = this.#state === 'live';
    this.#drop();
    // A credential that expired on a live connection may have a successor. One refused from the start has none.
    const isRenewable = code === CLOSE.signIn && wasLive && this.#options.token !== undefined;
    const action = isRenewable ? 'now' : afterClose(code);
    if (action === 'stop') {
      this.#stopped = true;
      this.#setState('disconnected', { reason });
      return;
    }
    // Schedule first: a callback may close the subscription or reconnect at once, which cancels this attempt.
    const retryInMs = this.#retry.schedule(action === 'now', () => void this.#connect());
    this.#setState('disconnected', { reason, retryInMs });
  }

  /** The page or the network is back: skips the wait, and checks a connection that may be dead. */
  #returned(): void {
    if (this.#state === 'live') this.#connection?.ping();
    else if (this.#state === 'disconnected' && !this.#stopped) this.reconnectNow();
  }

  /** Ends the current attempt in whatever state it is. */
  #drop(): void {
    this.#attempt += 1;
    this.#retry.cancel();
    this.#held = undefined;
    this.#renewal?.stop();
    this.#connection?.close();
    this.#connection = undefined;
  }

  #setState(state: ConnectionState, info: { reason?: string; retryInMs?: number }): void {
    this.#state = state;
    this.#callbacks.run(() => this.#options.onState?.(state, info));
  }
}
