/** The options of a subscription, and its interface. */
import type { LiveEvent } from '../shared/events.ts';
import type { Established } from '../shared/protocol.ts';

/** The state of a subscription. `live`: connected, and up to date. */
export type ConnectionState = 'connecting' | 'live' | 'disconnected';

/** The part of the platform's WebSocket that is used. https://websockets.spec.whatwg.org/#the-websocket-interface */
export interface Socket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}
/** The platform's WebSocket class. */
export type SocketClass = new (url: string, protocol: string) => Socket;

/** Options of every subscription. */
export interface CommonOptions {
  /** Origin of the service, e.g. `location.origin`. */
  baseUrl: string;
  /** The topic, e.g. `validation_updates`. */
  topic: string;
  /** Further topics on the same connection. */
  topics?: readonly string[];
  /** `progress`: the service may send only the latest of the progress events of a batch run. */
  conflate?: 'progress';
  /**
   * Returns a valid token. It is called for each connection, and again before the credential expires; the connection
   * then continues with the new one. A signed-in browser needs no token.
   */
  token?: () => string | Promise<string>;
  /**
   * Receives events: each exactly once, ascending. They are acknowledged after a returned promise has settled, so that
   * a slow subscriber is not sent more than it can handle.
   */
  onEvents: (events: LiveEvent[]) => void | Promise<void>;
  /** Called when the state changes. `retryInMs` is the delay before the next attempt; without it there is none. */
  onState?: (state: ConnectionState, info: { reason?: string; retryInMs?: number }) => void;
  /** Called before each attempt, with the address without its query. */
  onConnecting?: (url: string) => void;
  /** Called when a connection is established. */
  onConnected?: (established: Established) => void;
  /** Called with every failure, whether it was recovered from or not. */
  onProblem?: (problem: { code: string; message: string }) => void;
  /** How often to ask whether the service is still there, in milliseconds. 25 seconds unless given. */
  pingIntervalMs?: number;
  /** How long it may take to answer that, in milliseconds. 10 seconds unless given. */
  pongTimeoutMs?: number;
  /** Replaces the global WebSocket, for tests and for platforms without one. */
  WebSocket?: SocketClass;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch;
  /** Returns a number in [0, 1); for tests. */
  random?: () => number;
}

/** Options of a subscription with a snapshot. */
export interface SnapshotOptions<S extends { position: number }> extends CommonOptions {
  /** Loads the snapshot: at the start, and whenever missed events cannot be replayed. */
  snapshot: () => Promise<S>;
  /** Receives each snapshot. The events after it follow. */
  onSnapshot: (snapshot: S) => void;
}

/** Options of a subscription to events alone. */
export interface StreamOptions extends CommonOptions {
  /** Start after this position; without it, at the head of the log. */
  after?: number;
  /** Called when missed events cannot be replayed. The stream continues after this position. */
  onReset?: (position: number) => void;
  snapshot?: undefined;
}

/** A running subscription. */
export interface Subscription {
  readonly state: ConnectionState;
  /** Id of the last event that the subscriber has received, in the snapshot or live. */
  readonly position: number;
  /**
   * Connects at once instead of waiting for the next attempt, even if the service said that reconnecting is useless.
   */
  reconnectNow(): void;
  close(): void;
}
