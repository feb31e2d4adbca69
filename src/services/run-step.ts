/**
 * What a batch run does: some documents at a time, each part one transaction with its results, their events and the run's
 * figures. The database says what is left to do, so a step may be run again, or twice at the same time: what was done
 * already, or may not be done any more, is refused as a whole.
 */
import type { Principal } from '../access/principal.ts';
import { LEVELS, type Validation } from '../shared/things.ts';
import { appendEvents, toLiveEvents } from '../store/events.ts';
import { readKnown } from '../store/validations.ts';
import {
  readPending,
  setResults,
  type PendingDocument,
  type RunResult,
} from '../store/workflow-documents.ts';
import {
  addTally,
  appendWorkflowEvent,
  commitRun,
  completeWorkflow,
  isRefused,
  moveWorkflow,
  readWorkflowRow,
  toWorkflow,
  type Tally,
  type WorkflowRow,
} from '../store/workflows.ts';
import type { ServiceContext } from './context.ts';
import { Refusal } from './errors.ts';
import { readSurroundings } from './surroundings.ts';
import { resultStatementsOf, validateOne, type Findings, type Validated } from './validated-document.ts';

/** Documents that are done in one transaction, and their most bytes: what is not committed in time is done again. */
const PART_DOCUMENTS = 10;
const PART_BYTES = 400_000;
/** Parts of one step: a platform gives each step only so much time, memory and so many queries. */
const PARTS_OF_STEP = 5;
/** Progress is told at most this often; the last of it always. */
const TELL_EVERY_MS = 400;

/** What a run's work needs: everything but who asks, which the run knows itself. */
export type RunContext = Pick<ServiceContext, 'db' | 'publish' | 'now'>;

/**
 * Does the next documents of a run, and ends it when none are left.
 *
 * @returns whether there is more to do; false also for a run that is paused, has ended or is gone
 */
export async function runStep(context: RunContext, id: string): Promise<boolean> {
  for (let n = 0; n < PARTS_OF_STEP; n += 1) {
    const row = await readWorkflowRow(context.db, id);
    if (row?.state !== 'running') return false;
    const part = await readPending(context.db, id, { limit: PART_DOCUMENTS, maxBytes: PART_BYTES });
    try {
      if (part.length === 0) {
        await complete(context, row);
        return false;
      }
      await doPart(context, row, part);
    } catch (error) {
      if (error instanceof Refusal) {
        await failRun(context, id, error.message);
        return false;
      }
      // Someone else has done it, or it may not be done any more: what is true now is looked at anew.
      if (!isRefused(error)) throw error;
    }
  }
  return true;
}

/** Ends a run that can't go on. One that does not run any more stays as it is. */
export async function failRun(context: RunContext, id: string, error: string): Promise<void> {
  const row = await readWorkflowRow(context.db, id);
  if (!row) return;
  const now = context.now().toISOString();
  try {
    const events = await commitRun(
      context.db,
      [moveWorkflow(context.db, id, ['running'], { state: 'failed', error, finished_at: now, now })],
      [appendWorkflowEvent(context.db, { type: 'workflow_failed', id, actor: row.created_by, now })],
    );
    context.publish(toLiveEvents(events));
  } catch (refused) {
    if (!isRefused(refused)) throw refused;
  }
}

async function complete(context: RunContext, { id, created_by: actor }: WorkflowRow): Promise<void> {
  const now = context.now().toISOString();
  const events = await commitRun(
    context.db,
    [completeWorkflow(context.db, id, now)],
    [appendWorkflowEvent(context.db, { type: 'workflow_completed', id, actor, now })],
  );
  context.publish(toLiveEvents(events));
}

/** @throws {Refusal} when the family's pack can't be used */
async function doPart(
  context: RunContext,
  row: WorkflowRow,
  part: readonly PendingDocument[],
): Promise<void> {
  const { db } = context;
  const { id, created_by: actor } = row;
  const validated = await validatePart(context, row, part);
  const results = validated.map(toResult);
  const now = context.now();
  const isLast = row.done + part.length === row.total;
  const tells = isLast || now.getTime() - Date.parse(row.told_at ?? row.created_at) >= TELL_EVERY_MS;
  const at = now.toISOString();
  const committed = await commitRun(
    db,
    [
      addTally(db, id, part, tallyOf(validated), { now: at, tells }),
      ...validated.flatMap((one) => resultStatementsOf(db, one)),
      setResults(db, id, results),
    ],
    [
      appendEvents(
        db,
        validated.flatMap(({ events }) => events),
      ),
      ...(tells ? [appendWorkflowEvent(db, { type: 'workflow_progress', id, actor, now: at })] : []),
    ],
  );
  context.publish(toLiveEvents(committed));
}

/** Documents whose findings are known are answered from those; the others are validated. */
async function validatePart(
  { db, now }: RunContext,
  row: WorkflowRow,
  part: readonly PendingDocument[],
): Promise<Validated[]> {
  const { family } = row;
  const { validation_types: validationTypes } = toWorkflow(row);
  const documents = part.map(({ file_path, content }) => ({ path: file_path, filePath: file_path, content }));
  const surroundings = await readSurroundings(db, family, documents, row.id);
  const questions = await Promise.all(
    part.map(async ({ file_path, content_sha256 }, index) => ({
      file_path,
      content_sha256,
      inputs: await surroundings.inputsOf(index, validationTypes),
    })),
  );
  const known = await readKnown(db, family, questions);
  const principal: Principal = { actor: row.created_by, role: 'editor', families: [family] };
  const validated: Validated[] = [];
  for (const [index, document] of documents.entries()) {
    const earlier = known.get(document.filePath);
    const options = {
      family,
      surroundings,
      index,
      workflowId: row.id,
      ...(validationTypes && { validationTypes }),
    };
    const bytes = new TextEncoder().encode(document.content);
    const findings = earlier && findingsOf(earlier);
    validated.push(await validateOne({ principal, now }, document, bytes, options, findings));
  }
  return validated;
}

/** What an earlier validation found: its issues are referred to, and what is to be decided of them is decided there. */
function findingsOf(earlier: Validation): Findings {
  const { id, status, outcome, counts, validation_types, ruleset, reused_from = id } = earlier;
  return {
    issues: [],
    proposals: [],
    columns: { status, outcome, counts, validation_types, ruleset, reused_from },
  };
}

function toResult({ response }: Validated): RunResult {
  const isFailed = response.status === 'failed';
  return {
    file_path: response.file_path,
    state: isFailed ? 'failed' : 'done',
    error: isFailed ? (response.notes ?? 'could not be validated') : null,
    validation_id: response.id,
  };
}

function tallyOf(validated: readonly Validated[]): Tally {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { response } of validated) for (const level of LEVELS) counts[level] += response.counts[level];
  return {
    done: validated.length,
    failed: validated.filter(({ response }) => response.status === 'failed').length,
    reused: validated.filter(({ response }) => response.reused_from !== undefined).length,
    counts,
  };
}
