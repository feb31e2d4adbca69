import { commitWithEvents, type Changes } from '../../store/commit.ts';
import { toLiveEvents } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Commits a change of a run with its events, and publishes them.
 *
 * @param statements - the change
 * @param events - statements that append the events
 * @throws an error that `isRefused` recognises, when a guard of the statements does not hold
 */
export async function commitAndPublish(
  { db, publish }: Pick<ServiceContext, 'db' | 'publish'>,
  statements: Required<Changes>['before'],
  events: Changes['events'],
): Promise<void> {
  publish(toLiveEvents(await commitWithEvents(db, { before: statements, events })));
}
