/** One socket: parses what comes in, pings, acknowledges. Knows nothing of order or of reconnecting. */
import * as v from 'valibot';
import { ACK_EVERY_EVENTS, CLIENT_PING_INTERVAL_MS, CLIENT_PONG_TIMEOUT_MS } from '../shared/limits.ts';
import {
  framedServerMessageSchema,
  PING_TEXT,
  type ClientMessage,
  type Established,
  type Frame,
  type ProtocolError,
} from '../shared/protocol.ts';

export interface Close {
  code: number;
  reason: string;
}

export interface ConnectionOptions {
  url: string;
  protocol: string;
  WebSocket: typeof WebSocket;
  onEstablished: (established: Established) => void;
  onFrame: (frame: Frame) => void;
  onReset: () => void;
  onProblem: (problem: Pick<ProtocolError, 'code' | 'message'>) => void;
  /** Once at most, and not after {@link Connection.close}. */
  onClose: (close: Close) => void;
}

export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  #ping: ReturnType<typeof setInterval> | undefined;
  #pong: ReturnType<typeof setTimeout> | undefined;
  #unacknowledged = 0;
  #ended = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#socket = new options.WebSocket(options.url, options.protocol);
    this.#socket.addEventListener('message', ({ data }) => this.#read(data));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#end({ code, reason }));
    // An error is always followed by a close, which has the code.
    this.#socket.addEventListener('error', () =>
      options.onProblem({ code: 'socket', message: `the connection to ${options.url} failed` }),
    );
  }

  /**
   * Tells the hub how far this client is: after every so many events, never when idle.
   *
   * @param events - how many were taken since the last call
   */
  acknowledge(position: number, events: number): void {
    this.#unacknowledged += events;
    if (this.#unacknowledged < ACK_EVERY_EVENTS) return;
    this.#unacknowledged = 0;
    this.#socket.send(JSON.stringify({ type: 'ack', position } satisfies ClientMessage));
  }

  close(): void {
    this.#ended = true;
    this.#stopPinging();
    this.#socket.close(1000, 'done');
  }

  #read(data: unknown): void {
    if (this.#ended) return;
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), framedServerMessageSchema), data);
    if (!parsed.success) {
      this.#options.onProblem({ code: 'bad_message', message: v.summarize(parsed.issues) });
      this.#end({ code: 1006, reason: 'a message that is not of the protocol' });
      return;
    }
    const message = parsed.output;
    if ('from' in message) {
      this.#options.onFrame(message);
      return;
    }
    switch (message.type) {
      case 'connection_established':
        this.#ping = setInterval(() => this.#sendPing(), CLIENT_PING_INTERVAL_MS);
        this.#options.onEstablished(message);
        return;
      case 'reset':
        this.#options.onReset();
        return;
      case 'heartbeat':
        clearTimeout(this.#pong);
        return;
      case 'error':
        this.#options.onProblem(message);
    }
  }

  #sendPing(): void {
    this.#socket.send(PING_TEXT);
    clearTimeout(this.#pong);
    this.#pong = setTimeout(
      () => this.#end({ code: 1006, reason: 'no answer to a ping' }),
      CLIENT_PONG_TIMEOUT_MS,
    );
  }

  /** A socket that is gone without a word may take minutes to close: it is left behind at once. */
  #end(close: Close): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopPinging();
    this.#socket.close();
    this.#options.onClose(close);
  }

  #stopPinging(): void {
    clearInterval(this.#ping);
    clearTimeout(this.#pong);
  }
}
