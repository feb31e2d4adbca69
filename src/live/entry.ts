/** An event on its way: serialised once, for every frame and every reader that it goes into. */
import type { LiveEvent } from '../shared/events.ts';

export interface Entry {
  readonly event: LiveEvent;
  /** Its JSON. */
  readonly text: string;
}

export function toEntry(event: LiveEvent): Entry {
  return { event, text: JSON.stringify(event) };
}

/** Together, in UTF-16 code units of JSON. */
export function lengthOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { text }) => sum + text.length, 0);
}
