/** Deletes documents for good, on request of an admin: one, those of a family, or all that is older than a date. */
import type { DeletionQuery, Deletion } from '../../shared/api/documents.ts';
import type { NewEvent } from '../../shared/events.ts';
import { MAX_DELETE_STEPS } from '../../shared/limits.ts';
import { commitWithEvents } from '../../store/commit.ts';
import {
  cleanIndex,
  deleteDecisions,
  deleteFamilyTraces,
  deleteTraces,
  deleteVersions,
  findDocument,
  findLines,
  findSuperseded,
  findUnfinishedRun,
  findVersions,
  type DocumentKey,
  type Versions,
} from '../../store/deletions.ts';
import { readHead, toLiveEvents } from '../../store/events.ts';
import type { ServiceContext } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';
import { removeFromLine } from '../github/remove-documents.ts';

/** What is left of the work of one request. */
interface Budget {
  steps: number;
  deleted: { documents: number; versions: number };
}

/**
 * Deletes content. What one request does is bounded: it is sent again until `remaining` is false.
 *
 * @throws {Refusal} `forbidden`; `invalid` when `confirm` does not name what is deleted; `wrong-state` while a run is about to
 *   store it again
 */
export async function deleteContent(context: ServiceContext, query: DeletionQuery): Promise<Deletion> {
  requireAdmin(context, 'delete content');
  checkConfirmed(query);
  const { family, file_path, before } = query;
  const { db } = context;
  if (family !== undefined && before === undefined) await refuseWhileRunning(context, family, file_path);
  const budget: Budget = { steps: MAX_DELETE_STEPS, deleted: { documents: 0, versions: 0 } };
  if (family !== undefined && file_path !== undefined) {
    await deleteDocument(context, { family, file_path }, budget);
  } else {
    await deleteEach(context, { family, before }, budget);
    if (before !== undefined) await deleteSuperseded(context, before, family, budget);
    else if (family !== undefined && budget.steps > 0) await deleteFamilyTraces(db, family);
  }
  let isCleaning = true;
  while (isCleaning && budget.steps > 0) {
    budget.steps -= 1;
    isCleaning = await cleanIndex(db);
  }
  return { deleted: budget.deleted, remaining: isCleaning, position: await readHead(db) };
}

function checkConfirmed({ family, file_path, before, confirm }: DeletionQuery): void {
  const wanted = file_path ?? before ?? family;
  if (confirm === wanted) return;
  const message = `must be "${wanted}": what is deleted, to be sure`;
  throw new Refusal('invalid', `confirm: ${message}.`, [{ path: 'confirm', message }]);
}

async function refuseWhileRunning({ db }: ServiceContext, family: string, file_path?: string): Promise<void> {
  const id = await findUnfinishedRun(db, { family, ...(file_path !== undefined && { file_path }) });
  if (id === undefined) return;
  throw new Refusal(
    'wrong-state',
    `The run ${id} would store it again: cancel it, or wait for its end.`,
    [],
    'running',
  );
}

async function deleteEach(
  context: ServiceContext,
  which: { family: string | undefined; before: string | undefined },
  budget: Budget,
): Promise<void> {
  while (budget.steps > 0) {
    const key = await findDocument(context.db, which);
    if (!key) return;
    await deleteDocument(context, key, budget);
  }
}

/** Everybody is told first that the document is gone, as when a run no longer has it. */
async function deleteDocument(context: ServiceContext, key: DocumentKey, budget: Budget): Promise<void> {
  const { db, now, principal } = context;
  const { family, file_path, ref } = key;
  for (const line of await findLines(db, key)) {
    await removeFromLine(context, { family, ref: line }, [file_path], null);
  }
  while (budget.steps > 0) {
    const versions = await findVersions(db, key);
    if (!versions) break;
    await step(context, versions, budget, {
      type: 'document_deleted',
      timestamp: now().toISOString(),
      actor: principal.actor,
      subject: { family },
      payload: {
        file_path,
        versions: versions.ids.length,
        is_last: !versions.isMore,
        ...(ref !== undefined && ref !== '' && { ref }),
      },
    });
    if (!versions.isMore) {
      budget.deleted.documents += 1;
      break;
    }
  }
  if (ref === undefined) await deleteTraces(db, key);
}

async function deleteSuperseded(
  context: ServiceContext,
  before: string,
  family: string | undefined,
  budget: Budget,
): Promise<void> {
  while (budget.steps > 0) {
    const versions = await findSuperseded(context.db, before, family);
    if (!versions) return;
    await step(context, versions, budget, {
      type: 'versions_deleted',
      timestamp: context.now().toISOString(),
      actor: context.principal.actor,
      subject: { family: versions.family },
      payload: { before, versions: versions.ids.length },
    });
  }
}

async function step(
  { db, publish }: ServiceContext,
  versions: Versions,
  budget: Budget,
  event: NewEvent,
): Promise<void> {
  const changes = deleteVersions(db, versions, event);
  // What was decided about findings holds for later versions, as long as there are any.
  const forgotten = event.type === 'document_deleted' ? [deleteDecisions(db, versions.ids)] : [];
  const appended = await commitWithEvents(db, { ...changes, before: [...forgotten, ...changes.before] });
  publish(toLiveEvents(appended));
  budget.steps -= 1;
  budget.deleted.versions += versions.ids.length;
}
