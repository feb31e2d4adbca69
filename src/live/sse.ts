/**
 * Server-sent events over a socket to the hub. The Worker holds the stream: a stream from the hub itself would keep the
 * hub awake as long as anyone is connected.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import * as v from 'valibot';
import { logError } from '../log.ts';
import { ACK_EVERY_EVENTS, CLIENT_PING_INTERVAL_MS } from '../shared/limits.ts';
import { framedServerMessageSchema, PING_TEXT, type Frame } from '../shared/protocol.ts';

/** How long a reader waits before it reconnects, in milliseconds. */
const RETRY_MS = 2_000;

type ServerMessage = v.InferOutput<typeof framedServerMessageSchema>;

/**
 * Encodes a message of the hub as stream text. Events have no name, so that `onmessage` receives all of them, and an
 * id, which a reconnecting reader sends as `Last-Event-ID`. Other messages are named by their type.
 */
export function toServerSentEvents(message: ServerMessage): string {
  if ('from' in message) {
    return message.events.map((event) => `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  }
  switch (message.type) {
    case 'heartbeat':
      return ': heartbeat\n\n';
    case 'connection_established':
    case 'reset':
      return `id: ${message.position}\nevent: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
    case 'authenticated':
    case 'error':
      return `event: ${message.type}\ndata: ${JSON.stringify(message)}\n\n`;
  }
}

/**
 * Turns a framed connection into a stream. It acknowledges what the reader has consumed, so that the hub disconnects a
 * slow reader like any other, and the reader resumes.
 *
 * @param socket - from the hub, not accepted yet
 */
export function streamOf(socket: WebSocket): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const pinging = setInterval(() => socket.send(PING_TEXT), CLIENT_PING_INTERVAL_MS);
  let position = 0;
  let unacknowledged = 0;
  let ended = false;
  const end = () => {
    ended = true;
    clearInterval(pinging);
  };
  const received = ({ to, events }: Frame) => {
    position = to;
    unacknowledged += events.length;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
      socket.addEventListener('message', ({ data }) => {
        const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), framedServerMessageSchema), data);
        if (ended) return;
        if (!parsed.success) {
          logError('live', 'the hub said what is not of the protocol', new v.ValiError(parsed.issues));
          socket.close(1011, 'not of the protocol');
          return;
        }
        if ('from' in parsed.output) received(parsed.output);
        controller.enqueue(encoder.encode(toServerSentEvents(parsed.output)));
      });
      socket.addEventListener('close', () => {
        if (ended) return;
        end();
        controller.close();
      });
      socket.accept();
    },
    /** Called when the reader has consumed everything that was enqueued. */
    pull() {
      if (ended || unacknowledged < ACK_EVERY_EVENTS) return;
      unacknowledged = 0;
      socket.send(JSON.stringify({ type: 'ack', position }));
    },
    cancel() {
      end();
      socket.close(1000, 'done');
    },
  });
}
