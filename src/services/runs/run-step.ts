/**
 * The work of a batch run. It takes some documents at a time. Each part is one transaction with the results, their
 * events and the run's counters. The database says what is left, so a step may be repeated, or run twice at the same
 * time: a part that was already done, or that the run's state no longer allows, is rolled back as a whole.
 */
import { logError } from '../../log.ts';
import { REMOVED_PER_STEP } from '../../shared/limits.ts';
import { LEVELS } from '../../shared/things.ts';
import { addCompared } from '../../store/comparisons.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { removeMissing } from '../../store/documents.ts';
import { toLiveEvents } from '../../store/events.ts';
import {
  addProgress,
  appendRunEvent,
  completeRun,
  isRefused,
  moveRun,
  claimRun,
  type RunProgress,
} from '../../store/run-changes.ts';
import { readPending, setResults, type PendingDocument, type RunResult } from '../../store/run-documents.ts';
import type { RunRow } from '../../store/runs.ts';
import { touchDocuments, type UnchangedDocument } from '../../store/unchanged.ts';
import { commitAndPublish } from './commit-run.ts';
import { judgeRun } from './run-gate.ts';
import { validatePart, type ValidatedPart } from './run-part.ts';
import type { ServiceContext } from '../context.ts';
import { isDatabaseFull } from '../database-full.ts';
import { Refusal } from '../errors.ts';
import { refusalOfFamily } from '../families/served.ts';
import type { Validated } from '../documents/validate-one.ts';
import { becomeNewest, runStatementsOf } from '../documents/validation-statements.ts';

/** Most documents, and bytes of UTF-8, in one transaction. A part that is not committed is done again. */
const PART_DOCUMENTS = 25;
const PART_BYTES = 400_000;
/** Parts of one step. The platform limits the time, memory and queries of a step. */
const PARTS_OF_STEP = 4;
/** A `workflow_progress` event is written at most this often, and always for the last part. */
const TELL_EVERY_MS = 400;

const BROKEN = 'could not be done because of an error in Galley itself';

/** What a step needs: a service context without a principal, since the run knows who created it. */
export type RunContext = Pick<ServiceContext, 'db' | 'publish' | 'now' | 'served'>;

/**
 * Validates the next documents of a run, and completes the run when none are left.
 *
 * @returns whether there is more to do; false also when the run is paused, has ended or does not exist
 * @throws when the database cannot be reached
 */
export async function runStep(context: RunContext, id: string): Promise<boolean> {
  const { db, now } = context;
  let isCareful = false;
  for (let n = 0; n < PARTS_OF_STEP; n += 1) {
    const row = await claimRun(db, id, now().toISOString());
    if (!row) return false;
    const refusal = refusalOfFamily(context, row.family);
    if (refusal) {
      await failRun(context, id, refusal.message);
      return false;
    }
    // After a failure, documents are done one by one, so that the faulty one is identified and each part needs little.
    isCareful ||= row.resumes > 0;
    const part = await readPending(db, id, { limit: isCareful ? 1 : PART_DOCUMENTS, maxBytes: PART_BYTES });
    const [first] = part;
    try {
      if (!first) {
        await complete(context, row);
        return false;
      }
      await doPart(context, row, part);
    } catch (error) {
      // The part was already done, or the run may not continue. Read the current state again.
      if (isRefused(error)) continue;
      if (error instanceof Refusal) {
        await failRun(context, id, error.message);
        return false;
      }
      // A document is not to blame for a full database: the step is tried again.
      if (!first || isDatabaseFull(error)) throw error;
      if (part.length > 1) {
        logError('workflows', 'a part of a run failed, and is done document by document', error);
        isCareful = true;
      } else await markFailed(context, row, first, error);
    }
  }
  return true;
}

/**
 * Fails a run. A run that is not running stays as it is.
 *
 * @param error - the reason, for the run's `error`
 */
export async function failRun({ db, publish, now }: RunContext, id: string, error: string): Promise<void> {
  const at = now().toISOString();
  const row = await claimRun(db, id, at);
  if (!row) return;
  const failed = { state: 'failed', error, finished_at: at, now: at } as const;
  try {
    await commitAndPublish(
      { db, publish },
      [moveRun(db, id, ['running'], failed)],
      appendRunEvent(db, { type: 'workflow_failed', id, actor: row.created_by, now: at }),
    );
  } catch (refused) {
    if (!isRefused(refused)) throw refused;
  }
}

/** Completes a run. What a complete run does not have is removed first, so it may take several transactions. */
async function complete(context: RunContext, row: RunRow): Promise<void> {
  const { db, now } = context;
  const { id, created_by: actor } = row;
  while (row.is_complete && (await removeSome(context, row)) === REMOVED_PER_STEP);
  const gate = await judgeRun(db, id);
  const at = now().toISOString();
  await commitAndPublish(
    context,
    [completeRun(db, id, at, gate)],
    appendRunEvent(db, { type: 'workflow_completed', id, actor, now: at }),
  );
}

/** @returns how many documents were removed */
async function removeSome({ db, publish, now }: RunContext, row: RunRow): Promise<number> {
  const { id, created_by: actor } = row;
  const at = now().toISOString();
  const appended = await commitWithEvents(db, {
    before: [moveRun(db, id, ['running'], { now: at })],
    ...removeMissing(db, { ...row, actor }, { now: at, limit: REMOVED_PER_STEP }),
  });
  publish(toLiveEvents(appended));
  return appended.length;
}

/** @throws {Refusal} when the family's pack is not usable */
async function doPart(context: RunContext, row: RunRow, part: readonly PendingDocument[]): Promise<void> {
  const { validated, unchanged } = await validatePart(context, row, part);
  const results = [...validated.map(toResult), ...unchanged.map(toUnchangedResult)];
  await commitPart(context, row, part, { validated, unchanged, results });
}

/** Marks a document as failed when its result cannot be stored, so that the run can continue. */
async function markFailed(
  context: RunContext,
  row: RunRow,
  document: PendingDocument,
  cause: unknown,
): Promise<void> {
  logError('workflows', 'a document of a run could not be done', cause, { path: document.file_path });
  const { file_path } = document;
  const results: RunResult[] = [{ file_path, state: 'failed', error: BROKEN, validation_id: null }];
  try {
    await commitPart(context, row, [document], { validated: [], unchanged: [], results });
  } catch (error) {
    // The document is not the cause if this fails too.
    if (!isRefused(error)) throw cause;
  }
}

async function commitPart(
  context: RunContext,
  row: RunRow,
  part: readonly PendingDocument[],
  { validated, unchanged, results }: ValidatedPart & { results: readonly RunResult[] },
): Promise<void> {
  const { db, now } = context;
  const { id, created_by: actor } = row;
  const at = now();
  const isLast = row.done + part.length === row.total;
  const tells = isLast || at.getTime() - Date.parse(row.told_at ?? row.created_at) >= TELL_EVERY_MS;
  const when = { now: at.toISOString(), tells };
  const goingOn = unchanged.map(({ validation }) => validation.id);
  const newest = becomeNewest(db, validated, { actor, now: when.now });
  await commitAndPublish(
    context,
    [
      addProgress(db, id, part, progressOf({ validated, unchanged }, results), when),
      ...runStatementsOf(db, validated),
      ...newest.before,
      ...(goingOn.length > 0 ? [touchDocuments(db, goingOn, when.now)] : []),
      addCompared(db, id, [...validated.map(({ response }) => response.id), ...goingOn]),
      setResults(db, id, results),
    ],
    [
      ...newest.events,
      ...(tells ? appendRunEvent(db, { type: 'workflow_progress', id, actor, now: when.now }) : []),
    ],
  );
}

function toResult({ response }: Validated): RunResult {
  const isFailed = response.status === 'failed';
  return {
    file_path: response.file_path,
    state: isFailed ? 'failed' : 'done',
    error: isFailed ? BROKEN : null,
    validation_id: response.id,
  };
}

/** A document that is what it was has no result of its own. */
function toUnchangedResult({ validation: { file_path }, place }: UnchangedDocument): RunResult {
  return { file_path, state: 'done', error: null, validation_id: null, unchanged: place };
}

function progressOf({ validated, unchanged }: ValidatedPart, results: readonly RunResult[]): RunProgress {
  const counts = { error: 0, warning: 0, info: 0 };
  const all = [
    ...validated.map(({ response }) => response),
    ...unchanged.map(({ validation }) => validation),
  ];
  for (const one of all) for (const level of LEVELS) counts[level] += one.counts[level];
  return {
    done: results.length,
    failed: results.filter(({ state }) => state === 'failed').length,
    reused: unchanged.length + validated.filter(({ response }) => response.reused_from !== undefined).length,
    counts,
    unchanged: unchanged.map(({ validation }) => validation.id),
  };
}
