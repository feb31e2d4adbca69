/**
 * The messages of a live connection, in both directions. docs/live-protocol.md describes them in words.
 *
 * Flat (no subprotocol): one event per message. `galley.v1`: frames with their position in the log.
 */
import * as v from 'valibot';
import { envelopeSchema } from './envelope.ts';
import type { LiveEvent } from './events.ts';

/** The WebSocket subprotocol of framed connections. */
export const FRAMED_PROTOCOL = 'galley.v1';
/** How events are encoded. */
export type Encoding = 'flat' | typeof FRAMED_PROTOCOL;

/** The header that names a state of the database; see docs/deploying.md, Reads near the reader. */
export const BOOKMARK_HEADER = 'Galley-Bookmark';

/**
 * The exact text of a ping and its answer. The runtime answers a ping with exactly these bytes without waking the hub.
 */
export const PING_TEXT = '{"type":"ping"}';
export const PONG_TEXT = '{"type":"heartbeat"}';

/** The value of `conflate=`: of the progress events of a run, the server may send only the latest. */
export const CONFLATE_PROGRESS = 'progress';

/** The codes of `error` messages. */
export const ERROR_CODES = ['unknown_message', 'auth_failed'] as const;
/** The code of an `error` message. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The close codes. 4000-4099: do not reconnect. 4100-4199: back off, then reconnect. 4200-4299: reconnect now. */
export const CLOSE = {
  /** A code of RFC 6455, 7.4.1: the runtime uses it, too. */
  messageTooLong: 1009,
  badRequest: 4000,
  signIn: 4001,
  notAllowed: 4003,
  badTopic: 4004,
  protocolViolation: 4005,
  overloaded: 4100,
  slowReader: 4101,
  silent: 4102,
  goingAway: 4200,
} as const;

/** What a client does after a close. */
export type CloseAction = 'stop' | 'back-off' | 'now';
/** Returns what a client does after a close with this code. For codes that are not ours, it backs off. */
export function afterClose(code: number): CloseAction {
  if (code >= 4000 && code < 4100) return 'stop';
  return code >= 4200 && code < 4300 ? 'now' : 'back-off';
}

const position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The first message of a connection. */
export const establishedSchema = v.object({
  type: v.literal('connection_established'),
  topic: v.string(),
  topics: v.array(v.string()),
  /** The position at which this stream starts: N with `after=N`, else `head`. */
  position,
  /** Id of the last event of the log. */
  head: position,
  protocol: v.string(),
  /** Names the dashboard that is served now. A page that was made by another build can offer to reload. */
  build: v.exactOptional(v.string()),
  /** When the credential expires, ISO 8601; absent when it does not. A client renews it with `auth` before that. */
  expires_at: v.exactOptional(v.string()),
});
/** The answer to `auth`: the connection now has the new credential. */
export const authenticatedSchema = v.object({
  type: v.literal('authenticated'),
  actor: v.string(),
  expires_at: v.exactOptional(v.string()),
});
/** Missed events cannot be replayed: load a snapshot. Live events continue after `position`. */
export const resetSchema = v.object({ type: v.literal('reset'), position });
/** The answer to a ping, or a sign of life for a client that never pings. */
export const heartbeatSchema = v.object({
  type: v.literal('heartbeat'),
  timestamp: v.exactOptional(v.string()),
});
/** The answer to a message that is not accepted. */
export const errorSchema = v.object({ type: v.literal('error'), code: v.string(), message: v.string() });

/** A frame of events. */
export const frameSchema = v.object({
  /** Id of the last event before this frame that this connection would have received; 0 if there is none. */
  from: position,
  /** Id of the last event in the frame. */
  to: position,
  /** Only the envelope is checked: payloads may be newer than this client. */
  events: v.array(v.custom<LiveEvent>((event) => v.is(envelopeSchema, event))),
});
/** A frame of events; see {@link frameSchema}. */
export interface Frame {
  from: number;
  to: number;
  events: LiveEvent[];
}

/** Any message that a framed client may receive. */
export const framedServerMessageSchema = v.union([
  frameSchema,
  v.variant('type', [establishedSchema, authenticatedSchema, resetSchema, heartbeatSchema, errorSchema]),
]);
export type Established = v.InferOutput<typeof establishedSchema>;
export type Reset = v.InferOutput<typeof resetSchema>;
export type Heartbeat = v.InferOutput<typeof heartbeatSchema>;
export type ProtocolError = v.InferOutput<typeof errorSchema>;
export type Authenticated = v.InferOutput<typeof authenticatedSchema>;
/** A message that is not an event. */
export type ControlMessage = Established | Authenticated | Reset | Heartbeat | ProtocolError;

/** Any message that a client may send. */
export const clientMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('ack'), position }),
  v.object({ type: v.literal('auth'), token: v.string() }),
]);
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;
