/**
 * Creates and reads batch runs. run-documents.ts adds documents, run-step.ts does the work, control-run.ts controls it.
 */
import { v7 as newId } from 'uuid';
import type { Page } from '../../shared/api/fields.ts';
import type {
  RunComparison,
  RunComparisonQuery,
  RunDocumentListQuery,
  RunDocumentPage,
  RunSummaryAnswer,
  RunSummaryQuery,
  RunDetail,
  RunListQuery,
  RunRequest,
} from '../../shared/api/runs.ts';
import { DEFAULT_FAMILY, type Run } from '../../shared/things.ts';
import { putCodeOwners } from '../../store/code-owners.ts';
import { listComparedOfRun } from '../../store/comparisons.ts';
import { insertTexts } from '../../store/texts.ts';
import { ask } from '../../store/ask.ts';
import { askSummary, readRunSummary } from '../../store/run-summary.ts';
import { appendRunEvent, recountDocuments } from '../../store/run-changes.ts';
import { listRunDocuments, putRunDocuments } from '../../store/run-documents.ts';
import { askRun, insertRun, listRuns } from '../../store/runs.ts';
import { found, pageOrRefusal, Refusal } from '../errors.ts';
import { findRun } from './find-run.ts';
import { commitAndReadRun } from './commit-run.ts';
import type { ServiceContext } from '../context.ts';
import { controlRun, startOf } from './control-run.ts';
import { readFamilies } from '../families/rulesets.ts';
import { requireEditor } from '../access/require-editor.ts';
import { once, type Claim } from '../idempotent.ts';
import { readDocuments, type SentDocument } from './run-documents.ts';
import { resumeIfStalled, watchFromNow } from './run-watch.ts';

type WantedRun = Omit<RunRequest, 'documents'> & { documents?: readonly SentDocument[] };

/**
 * Creates a run. A run that is created with documents starts at once.
 *
 * @throws {Refusal} `forbidden`, or `invalid` when there is no such family or its pack is not usable
 */
export async function createRun(context: ServiceContext, request: WantedRun): Promise<RunDetail> {
  const { type, family = DEFAULT_FAMILY, name, validation_types, documents = [] } = request;
  const { ref = null, commit = null, complete = false } = request;
  const version = ref !== null || commit !== null || complete ? [{ ref, commit, complete }] : [];
  requireEditor(context, family);
  const run = await once(context, {
    kind: 'run',
    asked: [type, family, name ?? null, validation_types ?? null, documents, ...version],
    make: (claim) => makeRun(context, request, claim),
    again: ([made = '']) => getRun(context, made),
  });
  // Without documents that could be read it is refused here.
  return documents.length > 0 && run.state === 'pending' ? controlRun(context, run.id, 'start') : run;
}

async function makeRun(context: ServiceContext, request: WantedRun, claim: Claim): Promise<RunDetail> {
  const { db, principal } = context;
  const { type, family = DEFAULT_FAMILY, validation_types, ref, commit, complete, documents = [] } = request;
  const now = context.now().toISOString();
  const [families] = await Promise.all([readFamilies(db), documents.length > 0 && watchFromNow(context)]);
  const id = newId();
  // Also says whether the run could start; the ruleset is that of the start.
  const start = startOf(context, { id, family, ...(ref && { ref }) }, families, now);
  const run = { id, type, family, name: request.name ?? `Run of ${now}`, created_at: now };
  const { texts, rows, codeOwners } = await readDocuments(documents, now);
  const line = { workflow_id: id, family, ref: ref ?? '' };
  const creation = {
    before: [
      insertRun(db, {
        ...run,
        created_by: principal.actor,
        ...(validation_types && { validation_types }),
        ...(ref && { ref }),
        ...(commit && { commit }),
        ...(complete && { complete }),
      }),
      ...insertTexts(db, texts),
      ...putRunDocuments(db, id, rows),
      ...putCodeOwners(
        db,
        codeOwners.map((file) => ({ ...file, ...line })),
      ),
      recountDocuments(db, id, now),
      ...claim([id]),
    ],
    events: appendRunEvent(db, { type: 'workflow_created', id, actor: principal.actor, now }),
  };
  const made = await commitAndReadRun(context, id, rows.length > 0 ? [creation, start] : [creation]);
  if (rows.length > 0) context.later(() => context.runner.start(id));
  return made;
}

/**
 * Reads a run, and resumes it if it is stalled.
 *
 * @throws {Refusal} `not-found`
 */
export async function getRun(context: ServiceContext, id: string): Promise<RunDetail> {
  const workflow = await findRun(context, id);
  resumeIfStalled(context, workflow);
  return workflow;
}

/**
 * Lists the runs that the principal may see, newest first.
 *
 * @throws {Refusal} `invalid`, for a cursor of another list
 */
export async function listOfRuns({ db, principal }: ServiceContext, query: RunListQuery): Promise<Page<Run>> {
  return pageOrRefusal(await listRuns(db, principal, query));
}

/**
 * Lists the documents of a run, in the order of their paths.
 *
 * @throws {Refusal} `not-found`, or `invalid` for a cursor of another list
 */
export async function getRunDocuments(
  context: ServiceContext,
  id: string,
  query: RunDocumentListQuery,
): Promise<RunDocumentPage> {
  const [page] = await Promise.all([listRunDocuments(context.db, id, query), getRun(context, id)]);
  return pageOrRefusal(page);
}

/**
 * Compares the documents of a run with the main line as it was when they were validated.
 *
 * @throws {Refusal} `not-found`
 */
export async function getRunComparison(
  context: ServiceContext,
  id: string,
  query: RunComparisonQuery,
): Promise<RunComparison> {
  const [page, { compared = null }] = await Promise.all([
    listComparedOfRun(context.db, id, query),
    getRun(context, id),
  ]);
  return { compared, ...page };
}

/**
 * Summarises a run: its worst files, rules, failures, and the changes since the previous run, or since the one that is named.
 *
 * @throws {Refusal} `not-found`, or `invalid` for a run to compare with that is of another family, or not completed
 */
export async function getRunSummary(
  context: ServiceContext,
  id: string,
  { since }: RunSummaryQuery,
): Promise<RunSummaryAnswer> {
  const { db, principal } = context;
  const [read, ...parts] = await ask(db, askRun(db, principal, id), ...askSummary(db, id, since));
  const { position, ...workflow } = found(read, 'workflow', id);
  resumeIfStalled(context, workflow);
  // The other run is of the same family, so whoever may see the one may see the other.
  if (since !== undefined && parts[3] === undefined) {
    throw new Refusal('invalid', 'These runs can not be compared.', [
      { path: 'since', message: 'must be the id of a completed run of the same family' },
    ]);
  }
  return { ...(await readRunSummary(db, workflow, parts)), position };
}
