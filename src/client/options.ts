/** What a subscription is given, and what it is. */
import type { LiveEvent } from '../shared/events.ts';
import type { Established } from '../shared/protocol.ts';

export type ConnectionState = 'connecting' | 'live' | 'disconnected';

/** What is used of a platform's WebSocket. https://websockets.spec.whatwg.org/#the-websocket-interface */
export interface Socket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}
export type SocketClass = new (url: string, protocol: string) => Socket;

export interface CommonOptions {
  /** Origin of the service, e.g. `location.origin`. */
  baseUrl: string;
  topic: string;
  /** More topics on the same connection. */
  topics?: readonly string[];
  /** `progress`: of events that tell how far a batch run is, the latest of those that come together is enough. */
  conflate?: 'progress';
  /**
   * A token that is good now; asked for each connection, and again before it ends: the connection lives on with the new
   * one. A signed-in browser needs none.
   */
  token?: () => string | Promise<string>;
  /**
   * Events: each exactly once, ascending. A promise holds back the acknowledgement, and so the service, until it is
   * settled: one that is slow is never buried.
   */
  onEvents: (events: LiveEvent[]) => void | Promise<void>;
  onState?: (state: ConnectionState, info: { reason?: string; retryInMs?: number }) => void;
  /** The address that is connected to, without its query. */
  onConnecting?: (url: string) => void;
  onConnected?: (established: Established) => void;
  /** What went wrong and was recovered from, or could not be: never swallowed. */
  onProblem?: (problem: { code: string; message: string }) => void;
  /** For tests and for platforms without a global one. */
  WebSocket?: SocketClass;
  fetch?: typeof fetch;
  /** In [0, 1); for tests. */
  random?: () => number;
}

/** A snapshot first, then every event after it. */
export interface SnapshotOptions<S extends { position: number }> extends CommonOptions {
  /** Loads what is known so far: at the start, and whenever what was missed cannot be replayed. */
  snapshot: () => Promise<S>;
  onSnapshot: (snapshot: S) => void;
}

/** Events alone. */
export interface StreamOptions extends CommonOptions {
  /** From after this position; without it, from now on. */
  after?: number;
  /** What was missed cannot be replayed; the stream goes on after this position. */
  onReset?: (position: number) => void;
  snapshot?: undefined;
}

export interface Subscription {
  readonly state: ConnectionState;
  /** Id of the last event that the subscriber knows of, from the snapshot or live. */
  readonly position: number;
  /** Tries at once instead of waiting for the next attempt; also after the service said that it is of no use. */
  reconnectNow(): void;
  close(): void;
}
