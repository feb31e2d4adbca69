/**
 * A live subscription: a snapshot, then every event after it, each exactly once and in order, whatever happens to the
 * connection or the server in between.
 */
import type { LiveEvent } from '../shared/events.ts';
import { CLIENT_SNAPSHOT_TIMEOUT_MS, CLIENT_STABLE_AFTER_MS } from '../shared/limits.ts';
import { afterClose, CLOSE, FRAMED_PROTOCOL, type Established, type Frame } from '../shared/protocol.ts';
import { backoffMs } from './backoff.ts';
import { Connection, type Close } from './connection.ts';
import { onPageReturn } from './page-return.ts';
import { Sequence } from './sequence.ts';

export type ConnectionState = 'connecting' | 'live' | 'disconnected';

export interface SubscribeOptions<S extends { position: number }> {
  /** Origin of the service, e.g. `location.origin`. */
  baseUrl: string;
  topic: string;
  /** More topics on the same connection. */
  topics?: readonly string[];
  /** Loads what is known so far: at the start, and whenever what was missed cannot be replayed. */
  snapshot: () => Promise<S>;
  onSnapshot: (snapshot: S) => void;
  /** Events after the snapshot: each exactly once, ascending. */
  onEvents: (events: LiveEvent[]) => void;
  onState?: (state: ConnectionState, info: { reason?: string; retryInMs?: number }) => void;
  /** The address that is connected to, without its query. */
  onConnecting?: (url: string) => void;
  onConnected?: (established: Established) => void;
  /** What went wrong and was recovered from, or could not be: never swallowed. */
  onProblem?: (problem: { code: string; message: string }) => void;
  /** For tests and for platforms without a global one. */
  WebSocket?: typeof WebSocket;
  /** In [0, 1); for tests. */
  random?: () => number;
}

export interface Subscription {
  readonly state: ConnectionState;
  /** Id of the last event that the subscriber knows of, from the snapshot or live. */
  readonly position: number;
  /** Tries at once instead of waiting for the next attempt; also after the service said that it is of no use. */
  reconnectNow(): void;
  close(): void;
}

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
export function subscribe<S extends { position: number }>(options: SubscribeOptions<S>): Subscription {
  return new LiveSubscription(options);
}

class LiveSubscription<S extends { position: number }> implements Subscription {
  readonly #options: SubscribeOptions<S>;
  readonly #random: () => number;
  readonly #url: URL;
  readonly #stopListening: () => void;
  #state: ConnectionState = 'connecting';
  #sequence = new Sequence(0);
  /** Whether a snapshot is needed before anything else can be taken. */
  #stale = true;
  #connection: Connection | undefined;
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

  constructor(options: SubscribeOptions<S>) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
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
    if (isCurrent() && this.#stale) await this.#loadSnapshot();
    if (isCurrent()) this.#call(() => this.#options.onConnecting?.(this.#url.href));
    // Any callback may have closed the subscription, or begun another attempt.
    if (isCurrent()) this.#open(isCurrent);
  }

  #open(isCurrent: () => boolean): void {
    const { topics = [], WebSocket: Socket = WebSocket } = this.#options;
    const url = new URL(this.#url);
    url.searchParams.set('after', String(this.position));
    if (topics.length > 0) url.searchParams.set('topics', topics.join(','));

    const heard =
      <A extends unknown[]>(listener: (...args: A) => void) =>
      (...args: A) => {
        if (isCurrent()) listener(...args);
      };
    try {
      this.#connection = new Connection({
        url: url.href,
        protocol: FRAMED_PROTOCOL,
        WebSocket: Socket,
        onEstablished: heard((established) => this.#established(established)),
        onFrame: heard((frame) => this.#frame(frame)),
        onReset: heard(({ position }) => void this.#reset(position)),
        onProblem: heard(({ code, message }) => this.#problem(code, message)),
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
    if (taken.events.length === 0) return;
    this.#call(() => this.#options.onEvents(taken.events));
    this.#connection?.acknowledge(this.position, taken.events.length);
  }

  /**
   * What was missed is gone: a new snapshot, and the frames that came meanwhile on top of it. What came before the reset
   * is of a stream that has ended, and so is the answer to a snapshot that was asked for before it.
   *
   * @param position - where the stream goes on
   */
  async #reset(position: number): Promise<void> {
    const attempt = this.#attempt;
    this.#stale = true;
    this.#held = [];
    if (!(await this.#loadSnapshot())) return;
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
    for (const frame of held) if (attempt === this.#attempt) this.#frame(frame);
  }

  /** @returns whether it was loaded and nothing has happened since; a failure is taken care of here */
  async #loadSnapshot(): Promise<boolean> {
    const attempt = this.#attempt;
    this.#load += 1;
    const load = this.#load;
    const isWanted = () => attempt === this.#attempt && load === this.#load;
    let snapshot: S;
    try {
      snapshot = await withDeadline(this.#options.snapshot(), CLIENT_SNAPSHOT_TIMEOUT_MS);
    } catch (error) {
      if (!isWanted()) return false;
      this.#lost({ code: BROKEN, reason: 'the service does not answer' });
      this.#problem('snapshot', error instanceof Error ? error.message : String(error));
      return false;
    }
    if (!isWanted()) return false;
    this.#sequence = new Sequence(snapshot.position);
    this.#stale = false;
    this.#call(() => this.#options.onSnapshot(snapshot));
    return isWanted();
  }

  #lost({ code, reason }: Close): void {
    if (this.#closed) return;
    this.#drop();
    const action = afterClose(code);
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

/** @throws when it takes longer: a request over a network that has gone may never end by itself */
async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the snapshot took too long')), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
