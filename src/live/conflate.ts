/** Drops events that a later event makes obsolete. Pure. */
import type { Entry } from './entry.ts';

/**
 * Keeps only the latest progress event of each run, for readers that ask for this. All other events stay. The last
 * event always stays, so frames still chain.
 *
 * @param entries - ascending
 */
export function conflate(entries: readonly Entry[]): readonly Entry[] {
  const latest = new Map<string, number>();
  for (const { event } of entries) {
    if (event.type === 'workflow_progress') latest.set(event.workflow_id ?? '', event.id);
  }
  if (latest.size === 0) return entries;
  return entries.filter(
    ({ event }) => event.type !== 'workflow_progress' || latest.get(event.workflow_id ?? '') === event.id,
  );
}
