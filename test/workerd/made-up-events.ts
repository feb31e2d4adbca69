/** Made-up events for tests. */
import type { LiveEvent } from '../../src/shared/events.ts';
import { toEntry, type Entry } from '../../src/live/entry.ts';

/** @param length - the length of its title */
export function entry(id: number, length = 0, about: Partial<LiveEvent> = {}): Entry {
  const title = 'x'.repeat(length);
  return toEntry({ id, type: 'recommendation_created', title, ...about } as unknown as LiveEvent);
}
