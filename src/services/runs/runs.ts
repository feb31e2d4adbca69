/**
 * Batch runs: made and looked at. Their documents are in run-documents.ts, what they do while they run is in run-step.ts, and
 * who controls them in control-run.ts.
 */
import { v7 as newId } from 'uuid';
import type {
  Page,
  RunDocumentListQuery,
  RunDocumentPage,
  RunSummaryAnswer,
  WorkflowDetail,
  WorkflowListQuery,
  WorkflowRequest,
} from '../../shared/api.ts';
import { DEFAULT_FAMILY, type Workflow } from '../../shared/things.ts';
import { insertDocuments } from '../../store/documents.ts';
import { readRunSummary } from '../../store/run-summary.ts';
import { appendWorkflowEvent, recountDocuments } from '../../store/run-changes.ts';
import { listRunDocuments, putRunDocuments } from '../../store/run-documents.ts';
import { insertWorkflow, listWorkflows } from '../../store/runs.ts';
import { getRun, ofThisList } from '../documents/browse.ts';
import { commitAndPublish } from './commit-run.ts';
import type { ServiceContext } from '../context.ts';
import { controlRun } from './control-run.ts';
import { requireEditor } from '../access/require-editor.ts';
import { rulesetOf } from '../families/rulesets.ts';
import { readDocuments, type SentDocument } from './run-documents.ts';
import { nudgeIfStalled } from './run-watch.ts';

/**
 * Makes a run. One that is given documents starts at once.
 *
 * @throws {Refusal} `forbidden`, or `invalid` when there is no such family or its pack can't be used
 */
export async function createWorkflow(
  context: ServiceContext,
  request: Omit<WorkflowRequest, 'documents'> & { documents?: readonly SentDocument[] },
): Promise<WorkflowDetail> {
  const { db, principal } = context;
  const { type, family = DEFAULT_FAMILY, validation_types, documents = [] } = request;
  requireEditor(context, family);
  await rulesetOf(db, family);
  const now = context.now().toISOString();
  const id = newId();
  const run = { id, type, family, name: request.name ?? `Run of ${now}`, created_at: now };
  const { texts, rows } = await readDocuments(documents, now);
  await commitAndPublish(
    context,
    [
      insertWorkflow(db, {
        ...run,
        created_by: principal.actor,
        ...(validation_types && { validation_types }),
      }),
      ...insertDocuments(db, texts),
      ...putRunDocuments(db, id, rows),
      recountDocuments(db, id, now),
    ],
    [appendWorkflowEvent(db, { type: 'workflow_created', id, actor: principal.actor, now })],
  );
  return documents.length > 0 ? controlRun(context, id, 'start') : getWorkflow(context, id);
}

/** A run. One that stands still is made to go on. @throws {Refusal} `not-found` */
export async function getWorkflow(context: ServiceContext, id: string): Promise<WorkflowDetail> {
  const workflow = await getRun(context, id);
  nudgeIfStalled(context, workflow);
  return workflow;
}

/** @throws {Refusal} `invalid`, for a cursor of another list */
export async function listOfWorkflows(
  { db, principal }: ServiceContext,
  query: WorkflowListQuery,
): Promise<Page<Workflow>> {
  return ofThisList(await listWorkflows(db, principal, query));
}

/** @throws {Refusal} `not-found` */
export async function getRunDocuments(
  context: ServiceContext,
  id: string,
  query: RunDocumentListQuery,
): Promise<RunDocumentPage> {
  await getWorkflow(context, id);
  return listRunDocuments(context.db, id, query);
}

/** What is worth knowing of a run as a whole. @throws {Refusal} `not-found` */
export async function getRunSummary(context: ServiceContext, id: string): Promise<RunSummaryAnswer> {
  const { position, ...workflow } = await getWorkflow(context, id);
  return { ...(await readRunSummary(context.db, workflow)), position };
}
