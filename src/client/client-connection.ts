/** One socket: parses messages, pings, and acknowledges. It does not order events or reconnect. */
import * as v from 'valibot';
import { ACK_EVERY_EVENTS, CLIENT_PING_INTERVAL_MS, CLIENT_PONG_TIMEOUT_MS } from '../shared/limits.ts';
import {
  framedServerMessageSchema,
  PING_TEXT,
  type Authenticated,
  type ClientMessage,
  type Established,
  type Frame,
  type ProtocolError,
  type Reset,
} from '../shared/protocol.ts';
import type { Socket, SocketClass } from './options.ts';

/**
 * The time limit for the first message, in milliseconds. Without one, a socket can hang for minutes before it fails.
 */
export const ESTABLISH_TIMEOUT_MS = 15_000;

/** Why a connection ended. */
export interface Close {
  code: number;
  reason: string;
}

/** What a connection is created with. */
export interface ConnectionOptions {
  url: string;
  protocol: string;
  WebSocket: SocketClass;
  pingIntervalMs?: number | undefined;
  pongTimeoutMs?: number | undefined;
  onEstablished: (established: Established) => void;
  /** Called when a renewed credential was accepted. Otherwise `onProblem` is called with the code `auth_failed`. */
  onAuthenticated: (authenticated: Authenticated) => void;
  onFrame: (frame: Frame) => void;
  onReset: (reset: Reset) => void;
  onProblem: (problem: Pick<ProtocolError, 'code' | 'message'>) => void;
  /** Called at most once, and not after {@link ClientConnection.close}. */
  onClose: (close: Close) => void;
}

/** A framed connection to the hub. */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  #ping: ReturnType<typeof setInterval> | undefined;
  /** The deadline of the next expected message: the first one, later the answer to a ping. */
  #deadline: ReturnType<typeof setTimeout> | undefined;
  /** Whether the deadline is that of a ping: the next ping does not put it off. */
  #isPinged = false;
  #established = false;
  #unacknowledged = 0;
  #ended = false;

  /** @throws what the platform's WebSocket throws for an address that it refuses */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new options.WebSocket(options.url, options.protocol);
    this.#socket.addEventListener('message', ({ data }) => this.#read(data));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#end({ code, reason }));
    // An error is always followed by a close event, which has the code.
    this.#socket.addEventListener('error', () => {
      // Without the query, which may contain a ticket.
      const [address = ''] = options.url.split('?', 1);
      options.onProblem({ code: 'socket', message: `the connection to ${address} failed` });
    });
    this.#expectWithin(ESTABLISH_TIMEOUT_MS, 'the connection was not established in time');
  }

  /**
   * Acknowledges a position, after every {@link ACK_EVERY_EVENTS} events and never when idle.
   *
   * @param events - the number of events handled since the last call
   */
  acknowledge(position: number, events: number): void {
    this.#unacknowledged += events;
    if (this.#ended || this.#unacknowledged < ACK_EVERY_EVENTS) return;
    this.#unacknowledged = 0;
    this.#socket.send(JSON.stringify({ type: 'ack', position } satisfies ClientMessage));
  }

  /** Sends a new credential for this connection. */
  authenticate(token: string): void {
    if (this.#established && !this.#ended)
      this.#socket.send(JSON.stringify({ type: 'auth', token } satisfies ClientMessage));
  }

  /** Checks that the other side still answers. A connection that is not established has a deadline anyway. */
  ping(): void {
    if (!this.#established || this.#ended) return;
    if (!this.#isPinged)
      this.#expectWithin(this.#options.pongTimeoutMs ?? CLIENT_PONG_TIMEOUT_MS, 'no answer to a ping');
    this.#isPinged = true;
    this.#socket.send(PING_TEXT);
  }

  /** Closes the connection. No callback is called after it. */
  close(): void {
    this.#ended = true;
    this.#stopTimers();
    this.#socket.close(1000, 'done');
  }

  #read(data: unknown): void {
    if (this.#ended) return;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), framedServerMessageSchema), data);
    if (!parsed.success) {
      this.#options.onProblem({ code: 'bad_message', message: parsed.issues[0].message });
      this.#end({ code: 1006, reason: 'a message that is not of the protocol' });
      return;
    }
    const message = parsed.output;
    // Any message shows that the other side is alive. Before the first message, only the right one counts.
    if (this.#established) this.#answered();
    if ('from' in message) {
      this.#options.onFrame(message);
      return;
    }
    switch (message.type) {
      case 'connection_established':
        this.#answered();
        this.#established = true;
        this.#ping ??= setInterval(
          () => this.ping(),
          this.#options.pingIntervalMs ?? CLIENT_PING_INTERVAL_MS,
        );
        // Ping at once, so that the hub knows from the start that this client pings.
        this.ping();
        this.#options.onEstablished(message);
        return;
      case 'authenticated':
        this.#options.onAuthenticated(message);
        return;
      case 'reset':
        this.#options.onReset(message);
        return;
      case 'heartbeat':
        return;
      case 'error':
        this.#options.onProblem(message);
    }
  }

  #answered(): void {
    clearTimeout(this.#deadline);
    this.#isPinged = false;
  }

  #expectWithin(ms: number, otherwise: string): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#end({ code: 1006, reason: otherwise }), ms);
  }

  /** Ends the connection without waiting for the socket: the close of a dead socket can take minutes. */
  #end(close: Close): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopTimers();
    this.#socket.close();
    this.#options.onClose(close);
  }

  #stopTimers(): void {
    clearInterval(this.#ping);
    clearTimeout(this.#deadline);
  }
}
