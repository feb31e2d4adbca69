/** Leaves out what a later event makes worthless. Pure. */
import type { Entry } from './entry.ts';

/**
 * For readers who ask for it: of events that tell how far a thing is, the latest stands for those before it. All others
 * stay, and the last one always does, so frames still chain.
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
