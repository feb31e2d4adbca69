import { toLiveEvents } from '../../store/events.ts';
import { commitRun } from '../../store/run-changes.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Commits a change of a run with the events that tell of it, and makes them known.
 *
 * @throws an error that `isRefused` knows when what the statements demand is not true
 */
export async function commitAndPublish(
  { db, publish }: Pick<ServiceContext, 'db' | 'publish'>,
  statements: Parameters<typeof commitRun>[1],
  told: Parameters<typeof commitRun>[2],
): Promise<void> {
  publish(toLiveEvents(await commitRun(db, statements, told)));
}
