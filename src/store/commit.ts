import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from './database.ts';
import type { appendEvents, EventRow } from './events.ts';
import { tellGates } from './gates.ts';

/** The statements of one transaction, in the order in which they run. */
export interface Changes {
  before?: readonly BatchItem<'sqlite'>[];
  /** Statements that append events. They see what `before` has changed. */
  events: ReturnType<typeof appendEvents>;
  after?: readonly BatchItem<'sqlite'>[];
}

/**
 * Commits changes with the events that describe them, in one transaction. Quality gates that they change have their events
 * at its end.
 *
 * @returns the appended events
 */
export async function commitWithEvents(
  db: Database,
  { before = [], events, after = [] }: Changes,
): Promise<EventRow[]> {
  const [first, ...rest] = [...before, ...events, ...after];
  if (!first) return [];
  const [told, remembered] = tellGates(db);
  const results: readonly unknown[] = await db.batch([first, ...rest, told, remembered]);
  const appended = results.slice(before.length, before.length + events.length).flat();
  const ofGates = results.at(-2);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a batch of any length loses the types of its results
  return [...appended, ...(Array.isArray(ofGates) ? ofGates : [])] as EventRow[];
}
