/** A live connection: requested by the Worker, stored in the socket's attachment, and parsed again after every wake. */
import * as v from 'valibot';
import { principalSchema } from '../access/principal.ts';
import { MAX_TOPICS_PER_CONNECTION } from '../shared/limits.ts';
import { FRAMED_PROTOCOL } from '../shared/protocol.ts';

/**
 * The header that carries a {@link JoinRequest} as JSON. Only the Worker can set it: it makes the request to the hub
 * itself.
 */
export const JOIN_HEADER = 'x-galley-join';

/** The attachment of a socket. */
export const connectionSchema = v.object({
  /**
   * The hub's position when the connection was admitted. The connection has, or did not ask for, everything up to it.
   */
  since: v.optional(v.number(), 0),
  principal: principalSchema,
  /** The first topic is that of the path. */
  topics: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MAX_TOPICS_PER_CONNECTION)),
  encoding: v.picklist(['flat', FRAMED_PROTOCOL]),
  /** Whether earlier progress events may be dropped when a later one exists. */
  conflate: v.optional(v.boolean(), false),
  /** When the client last sent a ping that the runtime did not answer itself; ms since 1970, 0 for never. */
  pingedAt: v.optional(v.number(), 0),
});
export type HubConnection = v.InferOutput<typeof connectionSchema>;

/** What the Worker asks of the hub. */
export const joinRequestSchema = v.object({
  connection: connectionSchema,
  /** Resume after this position. Without it the stream starts at the head of the log. */
  after: v.exactOptional(v.number()),
  /** The timestamp of the client's event at `after`. The log must have it there, or the client starts over. */
  at: v.exactOptional(v.string()),
  /** The dashboard that is served now; see {@link servedBuild}. */
  build: v.exactOptional(v.string()),
});
export type JoinRequest = v.InferInput<typeof joinRequestSchema>;
export type Join = v.InferOutput<typeof joinRequestSchema>;

/**
 * Parses the connection in a socket's attachment.
 *
 * @throws {v.ValiError} when the attachment is not a connection
 */
export function connectionOf(socket: WebSocket): HubConnection {
  return v.parse(connectionSchema, socket.deserializeAttachment());
}
