import { REMOVED_PER_STEP } from '../../shared/limits.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { removeDocuments } from '../../store/documents.ts';
import { toLiveEvents } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';

/**
 * Marks documents of a line as removed. Those that are, stay as they are.
 *
 * @param paths - null for all that the line has
 * @param runId - the run that they are missing in, if there is one
 */
export async function removeFromLine(
  { db, now, publish, principal }: Pick<ServiceContext, 'db' | 'now' | 'publish' | 'principal'>,
  { family, ref }: { family: string; ref: string },
  paths: readonly string[] | null,
  runId: string | null,
): Promise<void> {
  if (paths?.length === 0) return;
  for (;;) {
    const removal = { family, ref, paths, runId, actor: principal.actor };
    const appended = await commitWithEvents(
      db,
      removeDocuments(db, removal, { now: now().toISOString(), limit: REMOVED_PER_STEP }),
    );
    publish(toLiveEvents(appended));
    if (appended.filter(({ type }) => type === 'document_removed').length < REMOVED_PER_STEP) return;
  }
}
