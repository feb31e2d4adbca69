/** Events as messages, in either encoding. */
import type { LiveEvent } from '../shared/events.ts';
import { FRAME_MAX_EVENTS } from '../shared/limits.ts';
import type { ControlMessage, Encoding, Frame } from '../shared/protocol.ts';

/**
 * Serialises events for one audience.
 *
 * @param events - ascending
 * @param from - id of the last event before them that the audience would have got; 0 if there is none
 * @returns flat: a message an event; framed: frames of at most {@link FRAME_MAX_EVENTS}, each telling what came before it
 */
export function encodeEvents(events: readonly LiveEvent[], encoding: Encoding, from: number): string[] {
  if (encoding === 'flat') return events.map((event) => JSON.stringify(event));
  const messages: string[] = [];
  let before = from;
  for (let at = 0; at < events.length; at += FRAME_MAX_EVENTS) {
    const chunk = events.slice(at, at + FRAME_MAX_EVENTS);
    const to = chunk.at(-1)?.id ?? before;
    messages.push(JSON.stringify({ from: before, to, events: chunk } satisfies Frame));
    before = to;
  }
  return messages;
}

export function encodeControl(message: ControlMessage): string {
  return JSON.stringify(message);
}
