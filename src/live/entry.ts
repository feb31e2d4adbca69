/** An event with its JSON: serialised once for all frames and readers. */
import type { LiveEvent } from '../shared/events.ts';

/** An event and its JSON. */
export interface Entry {
  readonly event: LiveEvent;
  /** Its JSON. */
  readonly text: string;
}

/** Serialises an event. */
export function toEntry(event: LiveEvent): Entry {
  return { event, text: JSON.stringify(event) };
}

/** The total length of the entries' JSON, in UTF-16 code units. */
export function lengthOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { text }) => sum + text.length, 0);
}
