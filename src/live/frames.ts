/** Encodes events as messages, in either encoding. */
import { FRAME_MAX_EVENTS, FRAME_MAX_LENGTH } from '../shared/limits.ts';
import type { ControlMessage, Encoding } from '../shared/protocol.ts';
import type { Entry } from './entry.ts';

/** An encoded message and what it contains. */
export interface Message {
  text: string;
  /** Id of its last event. */
  to: number;
  /** The number of events in it. */
  count: number;
}

/**
 * Encodes events for one audience.
 *
 * @param entries - ascending
 * @param from - id of the last event before them that the audience would have received; 0 if there is none
 * @returns flat: one message per event; framed: frames of at most {@link FRAME_MAX_EVENTS} events and about {@link
 * FRAME_MAX_LENGTH} code units, each chained to the one before it by `from`
 */
export function encodeEvents(entries: readonly Entry[], encoding: Encoding, from: number): Message[] {
  if (encoding === 'flat') return entries.map(({ event, text }) => ({ text, to: event.id, count: 1 }));
  const messages: Message[] = [];
  let before = from;
  let texts: string[] = [];
  let length = 0;
  for (const [index, { event, text }] of entries.entries()) {
    texts.push(text);
    length += text.length;
    const isFull = texts.length === FRAME_MAX_EVENTS || length >= FRAME_MAX_LENGTH;
    if (!isFull && index < entries.length - 1) continue;
    // A `Frame` of src/shared/protocol.ts, joined from JSON that was serialised before.
    const frame = `{"from":${before},"to":${event.id},"events":[${texts.join(',')}]}`;
    messages.push({ text: frame, to: event.id, count: texts.length });
    before = event.id;
    texts = [];
    length = 0;
  }
  return messages;
}

/** Encodes a message that is not an event. */
export function encodeControl(message: ControlMessage): string {
  return JSON.stringify(message);
}
