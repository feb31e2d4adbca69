/**
 * A live subscription: a snapshot, then every event after it, each exactly once and in order, whatever happens to the
 * connection or the server in between.
 */
import type { LiveEvent } from '../shared/events.ts';
import { CLIENT_STABLE_AFTER_MS } from '../shared/limits.ts';
import { afterClose, FRAMED_PROTOCOL, type Established, type Frame } from '../shared/protocol.ts';
import { backoffMs } from './backoff.ts';
import { Connection, type Close } from './connection.ts';
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
  /** Tries at once instead of waiting for the next attempt. */
  reconnectNow(): void;
  close(): void;
}

/**
 * Subscribes to topics.
 *
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
  readonly #unlisten: () => void;
  #state: ConnectionState = 'connecting';
  #sequence: Sequence | undefined;
  #connection: Connection | undefined;
  /** Frames that came while a snapshot was being loaded; undefined when none is. */
  #held: Frame[] | undefined;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #stable: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  /** Each attempt has a number: what an earlier one still has to say is not heard. */
  #attempt = 0;

  constructor(options: SubscribeOptions<S>) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#unlisten = onReturn(() => {
      if (this.#state === 'disconnected') this.reconnectNow();
    });
    void this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get position(): number {
    return this.#sequence?.position ?? 0;
  }

  reconnectNow(): void {
    if (this.#closed || this.#state === 'live') return;
    void this.#connect();
  }

  close(): void {
    this.#closed = true;
    this.#unlisten();
    this.#drop();
    this.#setState('disconnected', { reason: 'closed' });
  }

  async #connect(): Promise<void> {
    this.#drop();
    const attempt = this.#attempt;
    this.#setState('connecting', {});
    if (!this.#sequence && !(await this.#loadSnapshot(attempt))) return;
    const sequence = this.#sequence;
    if (attempt !== this.#attempt || !sequence) return;

    const { topic, topics = [], baseUrl } = this.#options;
    const url = new URL(`/ws/${encodeURIComponent(topic)}`, baseUrl);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#call(() => this.#options.onConnecting?.(url.href));
    url.searchParams.set('after', String(sequence.position));
    if (topics.length > 0) url.searchParams.set('topics', topics.join(','));

    const heard =
      <A extends unknown[]>(listener: (...args: A) => void) =>
      (...args: A) => {
        if (attempt === this.#attempt) listener(...args);
      };
    this.#connection = new Connection({
      url: url.href,
      protocol: FRAMED_PROTOCOL,
      WebSocket: this.#options.WebSocket ?? WebSocket,
      onEstablished: heard((established) => this.#established(established)),
      onFrame: heard((frame) => this.#frame(frame)),
      onReset: heard(() => void this.#reset(attempt)),
      onProblem: heard((problem) => this.#problem(problem.code, problem.message)),
      onClose: heard((close) => this.#lost(close)),
    });
  }

  #established(established: Established): void {
    this.#setState('live', {});
    this.#stable = setTimeout(() => {
      this.#failures = 0;
    }, CLIENT_STABLE_AFTER_MS);
    this.#call(() => this.#options.onConnected?.(established));
  }

  #frame(frame: Frame): void {
    if (this.#held) {
      this.#held.push(frame);
      return;
    }
    const taken = this.#sequence?.take(frame);
    if (!taken) return;
    if (taken.gap) {
      this.#problem('gap', `events between ${this.position} and ${frame.from} are missing; resuming`);
      this.#lost({ code: 4200, reason: 'a gap in the stream' });
      return;
    }
    if (taken.events.length > 0) this.#call(() => this.#options.onEvents(taken.events));
    this.#connection?.acknowledge(this.position, taken.events.length);
  }

  /** What was missed is gone: a new snapshot, and the frames that came meanwhile on top of it. */
  async #reset(attempt: number): Promise<void> {
    this.#held ??= [];
    this.#sequence = undefined;
    if (!(await this.#loadSnapshot(attempt))) return;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const frame of held) this.#frame(frame);
  }

  /** @returns whether it was loaded, and is still wanted */
  async #loadSnapshot(attempt: number): Promise<boolean> {
    let snapshot: S;
    try {
      snapshot = await this.#options.snapshot();
    } catch (error) {
      if (attempt !== this.#attempt) return false;
      this.#problem('snapshot', error instanceof Error ? error.message : String(error));
      this.#lost({ code: 1006, reason: 'the service does not answer' });
      return false;
    }
    if (attempt !== this.#attempt) return false;
    this.#sequence = new Sequence(snapshot.position);
    this.#call(() => this.#options.onSnapshot(snapshot));
    return true;
  }

  #lost({ code, reason }: Close): void {
    this.#drop();
    const action = afterClose(code);
    if (action === 'stop') {
      this.#setState('disconnected', { reason });
      return;
    }
    this.#failures += 1;
    // "Reconnect now" is for once: a server that says so again and again is backed off from too.
    const retryInMs = action === 'now' && this.#failures === 1 ? 0 : backoffMs(this.#failures, this.#random);
    this.#setState('disconnected', { reason, retryInMs });
    this.#retry = setTimeout(() => void this.#connect(), retryInMs);
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

  #problem(code: string, message: string): void {
    this.#options.onProblem?.({ code, message });
  }

  /** Runs the subscriber's code. An exception there is reported, and the stream goes on. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#problem('callback', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

/** In a browser: when the network is back, or the page is looked at again. Elsewhere: never. */
function onReturn(listener: () => void): () => void {
  const page = globalThis.document;
  if (page === undefined || typeof globalThis.addEventListener !== 'function') return () => undefined;
  const visible = () => {
    if (page.visibilityState === 'visible') listener();
  };
  globalThis.addEventListener('online', listener);
  page.addEventListener('visibilitychange', visible);
  return () => {
    globalThis.removeEventListener('online', listener);
    page.removeEventListener('visibilitychange', visible);
  };
}
