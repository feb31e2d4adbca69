/**
 * The live connection's messages, both ways. docs/live-protocol.md is the same in words.
 *
 * Flat (no subprotocol): one event a message. `galley.v1`: frames with their place in the log.
 */
import * as v from 'valibot';
import { envelopeSchema, type LiveEvent } from './events.ts';

/** The WebSocket subprotocol of framed connections. */
export const FRAMED_PROTOCOL = 'galley.v1';
export type Encoding = 'flat' | typeof FRAMED_PROTOCOL;

/** Exact text of a ping and its answer: byte for byte, so that the runtime answers without waking the hub. */
export const PING_TEXT = '{"type":"ping"}';
export const PONG_TEXT = '{"type":"heartbeat"}';

/** What `conflate=` may ask for: of events that tell how far something is, the latest of a thing stands for those before. */
export const CONFLATE_PROGRESS = 'progress';

/** Codes of `error` messages. */
export const ERROR_CODES = ['unknown_message', 'auth_failed'] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * Close codes. 4000-4099: do not reconnect. 4100-4199: back off, then reconnect. 4200-4299: reconnect now.
 */
export const CLOSE = {
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

export type CloseAction = 'stop' | 'back-off' | 'now';
/** What a client does after a close with this code; every code outside of ours is backed off from. */
export function afterClose(code: number): CloseAction {
  if (code >= 4000 && code < 4100) return 'stop';
  return code >= 4200 && code < 4300 ? 'now' : 'back-off';
}

const position = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const establishedSchema = v.object({
  type: v.literal('connection_established'),
  topic: v.string(),
  topics: v.array(v.string()),
  /** Where this stream starts: N with `after=N`, else `head`. */
  position,
  /** The last event of the log. */
  head: position,
  protocol: v.string(),
  /** When the credential ends, ISO 8601; without it, never. A client renews it with `auth` before. */
  expires_at: v.exactOptional(v.string()),
});
/** The answer to `auth`: from now on the connection is this one's. */
export const authenticatedSchema = v.object({
  type: v.literal('authenticated'),
  actor: v.string(),
  expires_at: v.exactOptional(v.string()),
});
/** What was missed can't be replayed: load a snapshot; live events go on after `position`. */
export const resetSchema = v.object({ type: v.literal('reset'), position });
export const heartbeatSchema = v.object({
  type: v.literal('heartbeat'),
  timestamp: v.exactOptional(v.string()),
});
export const errorSchema = v.object({ type: v.literal('error'), code: v.string(), message: v.string() });

export const frameSchema = v.object({
  /** Id of the last event before this frame that this connection would have got; 0 if there is none. */
  from: position,
  /** Id of the last event in the frame. */
  to: position,
  /** The envelope is checked; the payload is the server's word, and its type may be newer than this client. */
  events: v.array(v.custom<LiveEvent>((event) => v.is(envelopeSchema, event))),
});
export interface Frame {
  from: number;
  to: number;
  events: LiveEvent[];
}

/** What a framed client may receive. */
export const framedServerMessageSchema = v.union([
  frameSchema,
  v.variant('type', [establishedSchema, authenticatedSchema, resetSchema, heartbeatSchema, errorSchema]),
]);
export type Established = v.InferOutput<typeof establishedSchema>;
export type Reset = v.InferOutput<typeof resetSchema>;
export type Heartbeat = v.InferOutput<typeof heartbeatSchema>;
export type ProtocolError = v.InferOutput<typeof errorSchema>;
export type Authenticated = v.InferOutput<typeof authenticatedSchema>;
export type ControlMessage = Established | Authenticated | Reset | Heartbeat | ProtocolError;

export const clientMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ping') }),
  v.object({ type: v.literal('ack'), position }),
  v.object({ type: v.literal('auth'), token: v.string() }),
]);
export type ClientMessage = v.InferOutput<typeof clientMessageSchema>;
