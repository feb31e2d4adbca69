import type { RunDetail } from '../../shared/api/runs.ts';
import { commitAndAsk, commitWithEvents, type Changes } from '../../store/commit.ts';
import { toLiveEvents } from '../../store/events.ts';
import { askRun } from '../../store/runs.ts';
import type { ServiceContext } from '../context.ts';
import { found } from '../errors.ts';

/**
 * Commits changes of a run with their events, publishes them, and reads the run as it is then.
 *
 * @throws as {@link commitAndPublish} does
 */
export async function commitAndReadRun(
  { db, principal, publish }: Pick<ServiceContext, 'db' | 'principal' | 'publish'>,
  id: string,
  changes: readonly Changes[],
): Promise<RunDetail> {
  const { appended, answers } = await commitAndAsk(db, changes, askRun(db, principal, id));
  publish(toLiveEvents(appended));
  return found(answers[0], 'workflow', id);
}

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
