/** Reads what clients send. Pure. */
import * as v from 'valibot';
import { MAX_CLIENT_MESSAGE_LENGTH } from '../shared/limits.ts';
import { clientMessageSchema, type ClientMessage } from '../shared/protocol.ts';

const schema = v.pipe(v.string(), v.parseJson(), clientMessageSchema);

/**
 * Parses a WebSocket message.
 *
 * @returns undefined when it is binary, longer than {@link MAX_CLIENT_MESSAGE_LENGTH}, or not part of the protocol
 */
export function parseClientMessage(message: string | ArrayBuffer): ClientMessage | undefined {
  if (typeof message !== 'string' || message.length > MAX_CLIENT_MESSAGE_LENGTH) return undefined;
  const parsed = v.safeParse(schema, message);
  return parsed.success ? parsed.output : undefined;
}
