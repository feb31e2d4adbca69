/**
 * A live subscription: a snapshot, then every event after it, each exactly once and in order, whatever happens to the
 * connection or the server in between.
 */
import type { LiveEvent } from '../shared/events.ts';
import { CLIENT_REQUEST_TIMEOUT_MS, CLIENT_STABLE_AFTER_MS } from '../shared/limits.ts';
import { withDeadline } from '../shared/deadline.ts';
import {
  afterClose,
  CLOSE,
  FRAMED_PROTOCOL,
  type ErrorCode,
  type Established,
  type Frame,
} from '../shared/protocol.ts';
import { backoffMs } from './backoff.ts';
import { ClientConnection, type Close } from './client-connection.ts';
import type { ConnectionState, SnapshotOptions, StreamOptions, Subscription } from './options.ts';
import { onPageReturn } from './page-return.ts';
import { Renewal } from './renewal.ts';
import { Sequence } from './sequence.ts';
import { getTicket, isRefusal } from './ticket.ts';

const AUTH_FAILED: ErrorCode = 'auth_failed';
/** For what happens on this side: like a connection that broke without a word. */
const BROKEN = 1006;

/**
 * Subscribes to topics. What goes wrong later is told to `onState` and `onProblem`, and recovered from.
 *
 * @throws TypeError when `baseUrl` is not a URL
 * @example
 * ```ts
 * const api = createApi({ baseUrl });
 * subscribe({ baseUrl, topic: 'validation_updates', snapshot: () => api.stats(), onSnapshot: show, onEvents: apply });
 * ```
 */
export function subscribe<S extends { position: number }>(
  options: SnapshotOptions<S> | StreamOptions,
): Subscription {
  return new LiveSubscription(options);
}

class LiveSubscription<S extends { position: number }> implements Subscription {
  readonly #options: SnapshotOptions<S> | StreamOptions;
  readonly #random: () => number;
  readonly #url: URL;
  readonly #stopListening: () => void;
  #state: ConnectionState = 'connecting';
  #sequence: Sequence;
  /** Whether a snapshot is needed before anything else can be taken. */
  #stale: boolean;
  /** Whether it is known where the stream goes on: otherwise it begins where the service says. */
  #begun: boolean;
  readonly #renewal: Renewal | undefined;
  /** Events that the subscriber is not done with yet. */
  #atWork: Promise<void> = Promise.resolve();
  #connection: ClientConnection | undefined;
  /** Frames that came while a snapshot was being loaded; undefined when none is. */
  #held: Frame[] | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** The service said that reconnecting is of no use: only the user's own wish tries again. */
  #stopped = false;
  /** Attempts and loads have numbers: what an earlier one still has to say is not heard. */
  #attempt = 0;
  #load = 0;

  constructor(options: SnapshotOptions<S> | StreamOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#stale = options.snapshot !== undefined;
    this.#begun = this.#stale || ('after' in options && options.after !== undefined);
    this.#sequence = new Sequence('after' in options ? (options.after ?? 0) : 0);
    if (options.token) {
      this.#renewal = new Renewal({
        token: options.token,
        send: (token) => this.#connection?.authenticate(token),
        onProblem: (code, message) => this.#problem(code, message),
      });
    }
    this.#url = new URL(`/ws/${encodeURIComponent(options.topic)}`, options.baseUrl);
    this.#url.protocol = this.#url.protocol.replace('http', 'ws');
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
    // Who was sent away for being slow comes back when it is done with what it has.
    await this.#atWork;
    if (isCurrent() && this.#stale) await this.#loadSnapshot();
    const ticket = isCurrent() && this.#options.token ? await this.#getTicket(isCurrent) : undefined;
    if (isCurrent()) this.#call(() => this.#options.onConnecting?.(this.#url.href));
    // Any callback may have closed the subscription, or begun another attempt.
    if (isCurrent()) this.#open(isCurrent, ticket);
  }

  /** @returns none when there is nothing to open: the failure is taken care of here */
  async #getTicket(isCurrent: () => boolean): Promise<string | undefined> {
    try {
      return await getTicket(this.#options);
    } catch (error) {
      if (!isCurrent()) return undefined;
      this.#lost({ code: isRefusal(error) ? CLOSE.signIn : BROKEN, reason: describe(error) });
      this.#problem('credential', describe(error));
      return undefined;
    }
  }

  #open(isCurrent: () => boolean, ticket: string | undefined): void {
    const { topics = [], conflate, WebSocket: Platform = WebSocket } = this.#options;
    const url = new URL(this.#url);
    if (this.#begun) url.searchParams.set('after', String(this.position));
    if (topics.length > 0) url.searchParams.set('topics', topics.join(','));
    if (conflate !== undefined) url.searchParams.set('conflate', conflate);
    if (ticket !== undefined) url.searchParams.set('ticket', ticket);

    const heard =
      <A extends unknown[]>(listener: (...args: A) => void) =>
      (...args: A) => {
        if (isCurrent()) listener(...args);
      };
    try {
      this.#connection = new ClientConnection({
        url: url.href,
        protocol: FRAMED_PROTOCOL,
        WebSocket: Platform,
        onEstablished: heard((established) => this.#established(established)),
        onAuthenticated: heard(({ expires_at }) => this.#renewal?.expect(expires_at)),
        onFrame: heard((frame) => this.#frame(frame)),
        onReset: heard(({ position }) => void this.#reset(position)),
        onProblem: heard(({ code, message }) => {
          if (code === AUTH_FAILED) this.#renewal?.refused();
          this.#problem(code, message);
        }),
        onClose: heard((close) => this.#lost(close)),
      });
    } catch (error) {
      this.#lost({ code: BROKEN, reason: 'the platform refuses to connect' });
      this.#problem('socket', String(error));
    }
  }

  #established(established: Established): void {
    clearTimeout(this.#stable);
    this.#stable = setTimeout(() => {
      this.#failures = 0;
    }, CLIENT_STABLE_AFTER_MS);
    if (!this.#begun) this.#sequence = new Sequence(established.position);
    this.#begun = true;
    this.#renewal?.expect(established.expires_at);
    const attempt = this.#attempt;
    this.#setState('live', {});
    if (attempt === this.#attempt) this.#call(() => this.#options.onConnected?.(established));
  }

  #frame(frame: Frame): void {
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    const taken = this.#sequence.take(frame);
    if (taken.gap) {
      this.#lost({ code: CLOSE.goingAway, reason: 'a gap in the stream' });
      this.#problem('gap', `what came after ${this.position} is not whole up to ${frame.to}; resuming`);
      return;
    }
    if (taken.events.length > 0) this.#hand(taken.events, frame.to);
  }

  /** Gives events to the subscriber, and acknowledges them when it is done with them. */
  #hand(events: LiveEvent[], position: number): void {
    const connection = this.#connection;
    const acknowledge = () => connection?.acknowledge(position, events.length);
    let work: unknown;
    this.#call(() => {
      work = this.#options.onEvents(events);
    });
    if (!(work instanceof Promise)) {
      acknowledge();
      return;
    }
    const done = work.catch((error: unknown) => this.#problem('callback', describe(error))).then(acknowledge);
    const before = this.#atWork;
    this.#atWork = done.then(() => before);
  }

  /**
   * What was missed is gone: a new snapshot, and the frames that came meanwhile on top of it. What came before the reset
   * is of a stream that has ended, and so is the answer to a snapshot that was asked for before it.
   *
   * @param position - where the stream goes on
   */
  async #reset(position: number): Promise<void> {
    if (!this.#options.snapshot) {
      const { onReset } = this.#options;
      this.#sequence = new Sequence(position);
      this.#call(() => onReset?.(position));
      return;
    }
    const attempt = this.#attempt;
    this.#stale = true;
    this.#held = [];
    // Connected, and yet what is shown is old.
    this.#setState('connecting', { reason: 'what was missed is loaded anew' });
    if (attempt !== this.#attempt || !(await this.#loadSnapshot())) return;
    if (this.position < position) {
      this.#lost({ code: CLOSE.goingAway, reason: 'the snapshot is older than the stream' });
      this.#problem(
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

  /** @returns whether it was loaded and nothing has happened since; a failure is taken care of here */
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
      this.#problem('snapshot', describe(error));
      return false;
    }
    if (!isWanted()) return false;
    this.#sequence = new Sequence(snapshot.position);
    this.#stale = false;
    this.#call(() => options.onSnapshot(snapshot));
    return isWanted();
  }

  #lost({ code, reason }: Close): void {
    if (this.#closed) return;
    const wasLive = this.#state === 'live';
    this.#drop();
    // The credential has ended under way: there may be a new one. Refused from the start, there is none.
    const isRenewable = code === CLOSE.signIn && wasLive && this.#options.token !== undefined;
    const action = isRenewable ? 'now' : afterClose(code);
    if (action === 'stop') {
      this.#stopped = true;
      this.#setState('disconnected', { reason });
      return;
    }
    this.#failures += 1;
    // "Reconnect now" is for once: a server that says so again and again is backed off from too.
    const retryInMs = action === 'now' && this.#failures === 1 ? 0 : backoffMs(this.#failures, this.#random);
    // Before the state is told: a callback may close the subscription or reconnect at once, which clears this.
    this.#retry = setTimeout(() => void this.#connect(), retryInMs);
    this.#setState('disconnected', { reason, retryInMs });
  }

  /** Back at the page, or on the network: no waiting, and no trust in a connection that has slept. */
  #returned(): void {
    if (this.#state === 'live') this.#connection?.ping();
    else if (this.#state === 'disconnected' && !this.#stopped) this.reconnectNow();
  }

  /** Ends the current attempt, whatever state it is in. */
  #drop(): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    clearTimeout(this.#stable);
    this.#held = undefined;
    this.#renewal?.stop();
    this.#connection?.close();
    this.#connection = undefined;
  }

  #setState(state: ConnectionState, info: { reason?: string; retryInMs?: number }): void {
    this.#state = state;
    this.#call(() => this.#options.onState?.(state, info));
  }

  /** Runs the subscriber's code. An exception there is reported, and the stream goes on. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#problem('callback', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #problem(code: string, message: string): void {
    try {
      this.#options.onProblem?.({ code, message });
    } catch (error) {
      // The one who is told of problems has one: nobody is left but the console.
      console.error(error);
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
