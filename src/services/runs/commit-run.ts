import { toLiveEvents } from '../../store/events.ts';
import { commitRun } from '../../store/run-changes.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Commits a change of a run with its events, and publishes them.
 *
 * @param statements - the change
 * @param told - statements that append the events
 * @throws an error that `isRefused` recognises, when a guard of the statements does not hold
 */
export async function commitAndPublish(
  { db, publish }: Pick<ServiceContext, 'db' | 'publish'>,
  statements: Parameters<typeof commitRun>[1],
  told: Parameters<typeof commitRun>[2],
): Promise<void> {
  publish(toLiveEvents(await commitRun(db, statements, told)));
}
