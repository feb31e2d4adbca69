/** Reads what clients send. Pure. */
import * as v from 'valibot';
import { MAX_CLIENT_MESSAGE_LENGTH } from '../shared/limits.ts';
import { clientMessageSchema, type ClientMessage } from '../shared/protocol.ts';

const schema = v.pipe(v.string(), v.parseJson(), clientMessageSchema);

/** Whether a WebSocket message is longer than {@link MAX_CLIENT_MESSAGE_LENGTH}; for a binary one, in bytes. */
export function isTooLong(message: string | ArrayBuffer): boolean {
  return (typeof message === 'string' ? message.length : message.byteLength) > MAX_CLIENT_MESSAGE_LENGTH;
}

/** Parses a WebSocket message. @returns undefined when it is binary or not part of the protocol */
export function parseClientMessage(message: string | ArrayBuffer): ClientMessage | undefined {
  if (typeof message !== 'string') return undefined;
  const parsed = v.safeParse(schema, message);
  return parsed.success ? parsed.output : undefined;
}
