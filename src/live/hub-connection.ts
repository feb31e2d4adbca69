/** What a live connection is: asked for by the Worker, kept in the socket's attachment, parsed again after every wake. */
import * as v from 'valibot';
import { principalSchema } from '../access/principal.ts';
import { MAX_TOPICS_PER_CONNECTION } from '../shared/limits.ts';
import { FRAMED_PROTOCOL } from '../shared/protocol.ts';

/** Carries a {@link JoinRequest} from the Worker to the hub; the Worker sets it on a request of its own making. */
export const JOIN_HEADER = 'x-galley-join';

export const connectionSchema = v.object({
  /** The hub's position when it was taken in: what came up to there it got then, or did not ask for. */
  since: v.optional(v.number(), 0),
  principal: principalSchema,
  /** The topic of the path first. */
  topics: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(MAX_TOPICS_PER_CONNECTION)),
  encoding: v.picklist(['flat', FRAMED_PROTOCOL]),
  /** Whether progress may be left out when there is later progress. */
  conflate: v.optional(v.boolean(), false),
  /** When it last sent a ping that the runtime did not answer by itself: ms since 1970, 0 for never. */
  pingedAt: v.optional(v.number(), 0),
});
export type HubConnection = v.InferOutput<typeof connectionSchema>;

export const joinRequestSchema = v.object({
  connection: connectionSchema,
  /** Resume after this position; without it, live from now on. */
  after: v.exactOptional(v.number()),
});
export type JoinRequest = v.InferInput<typeof joinRequestSchema>;
export type Join = v.InferOutput<typeof joinRequestSchema>;

/**
 * The connection that a socket's attachment tells of.
 *
 * @throws {v.ValiError} when it is none of ours
 */
export function connectionOf(socket: WebSocket): HubConnection {
  return v.parse(connectionSchema, socket.deserializeAttachment());
}
