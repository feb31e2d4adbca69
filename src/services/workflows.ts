/** Batch runs: made, filled, looked at. What they do while they run is in run-step.ts, who controls them in control-run.ts. */
import { v7 as newId } from 'uuid';
import {
  contentProblem,
  type Page,
  type RunDocumentListQuery,
  type RunDocumentPage,
  type RunSummaryAnswer,
  type WorkflowDetail,
  type WorkflowDocumentsAdded,
  type WorkflowListQuery,
  type WorkflowRequest,
} from '../shared/api.ts';
import { MAX_DOCUMENT_BYTES, MAX_WORKFLOW_DOCUMENTS } from '../shared/limits.ts';
import { DEFAULT_FAMILY, type Workflow } from '../shared/things.ts';
import type { NewDocument } from '../store/documents.ts';
import { toLiveEvents } from '../store/events.ts';
import { readRunSummary } from '../store/run-summary.ts';
import {
  insertDocuments,
  listRunDocuments,
  putRunDocuments,
  readRunDocuments,
  type NewRunDocument,
} from '../store/workflow-documents.ts';
import {
  appendWorkflowEvent,
  commitRun,
  insertWorkflow,
  isRefused,
  listWorkflows,
  readWorkflow,
  recountDocuments,
} from '../store/workflows.ts';
import { found, ofThisList } from './browse.ts';
import type { ServiceContext } from './context.ts';
import { controlRun, requireEditor } from './control-run.ts';
import { wrongState } from './decide-each.ts';
import { Refusal } from './errors.ts';
import { hash } from './hash.ts';
import { rulesetOf } from './rulesets.ts';
import { nudgeIfStalled } from './run-watch.ts';
import { anchorsOf } from './surroundings.ts';

/** A document as it was sent, its content not looked at yet; or why its sender could not read it. */
export type SentDocument = { file_path: string; content: unknown } | { file_path: string; problem: string };

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
  const events = await commitRun(
    db,
    [
      insertWorkflow(db, {
        ...run,
        created_by: principal.actor,
        ...(validation_types && { validation_types }),
      }),
      ...insertDocuments(db, texts),
      putRunDocuments(db, id, rows),
      recountDocuments(db, id, now),
    ],
    [appendWorkflowEvent(db, { type: 'workflow_created', id, actor: principal.actor, now })],
  );
  context.publish(toLiveEvents(events));
  return documents.length > 0 ? controlRun(context, id, 'start') : getWorkflow(context, id);
}

/**
 * Adds documents to a run that has not started. Sent again, they change nothing; with another content under the same path
 * they replace it. What can't be validated is kept by its name, as failed: the others are unharmed.
 *
 * @throws {Refusal} `not-found`, `forbidden`, `wrong-state`, or `invalid` when they are too many
 */
export async function addDocuments(
  context: ServiceContext,
  id: string,
  documents: readonly SentDocument[],
): Promise<WorkflowDocumentsAdded> {
  const { db, principal } = context;
  const before = await getWorkflow(context, id);
  requireEditor(context, before.family);
  if (before.state !== 'pending') throw notPending(before.state);
  const now = context.now().toISOString();
  const { texts, rows } = await readDocuments(documents, now);
  const known = await readRunDocuments(
    db,
    id,
    rows.map(({ file_path }) => file_path),
  );
  const fresh = rows.filter(({ file_path }) => !known.has(file_path));
  const replacing = rows.filter((row) => {
    const there = known.get(row.file_path);
    return there && (there.content_sha256 !== row.content_sha256 || there.error !== row.error);
  });
  if (before.total + fresh.length > MAX_WORKFLOW_DOCUMENTS) throw tooMany();
  const changed = [...fresh, ...replacing];
  if (changed.length > 0) {
    const hashes = new Set(changed.map(({ content_sha256 }) => content_sha256));
    try {
      const events = await commitRun(
        db,
        [
          ...insertDocuments(
            db,
            texts.filter(({ sha256 }) => hashes.has(sha256)),
          ),
          putRunDocuments(db, id, changed),
          recountDocuments(db, id, now),
        ],
        [appendWorkflowEvent(db, { type: 'workflow_progress', id, actor: principal.actor, now })],
      );
      context.publish(toLiveEvents(events));
    } catch (error) {
      if (!isRefused(error)) throw error;
      throw notPending((await getWorkflow(context, id)).state);
    }
  }
  const { position, ...workflow } = await getWorkflow(context, id);
  return {
    workflow,
    added: fresh.length,
    replaced: replacing.length,
    unchanged: rows.length - changed.length,
    refused: rows.flatMap(({ file_path, error }) => (error === null ? [] : [{ file_path, message: error }])),
    position,
  };
}

function notPending(state: string): Refusal {
  return wrongState({ kind: 'workflow', action: 'add documents' }, state);
}

function tooMany(): Refusal {
  const message = `would make more than ${MAX_WORKFLOW_DOCUMENTS} of one workflow`;
  return new Refusal('invalid', `documents: ${message}.`, [{ path: 'documents', message }]);
}

/** What is kept of documents: their texts, and a row each; of one path the last. */
async function readDocuments(
  documents: readonly SentDocument[],
  now: string,
): Promise<{ texts: NewDocument[]; rows: NewRunDocument[] }> {
  const texts = new Map<string, NewDocument>();
  const rows = new Map<string, NewRunDocument>();
  for (const document of documents) {
    const { file_path } = document;
    const read = 'problem' in document ? document : await readText(document.content, file_path, now);
    if ('sha256' in read) texts.set(read.sha256, read);
    rows.set(
      file_path,
      'sha256' in read
        ? { file_path, content_sha256: read.sha256, state: 'pending', error: null }
        : { file_path, content_sha256: null, state: 'failed', error: read.problem },
    );
  }
  return { texts: [...texts.values()], rows: [...rows.values()] };
}

async function readText(
  content: unknown,
  filePath: string,
  now: string,
): Promise<NewDocument | { problem: string }> {
  const message = contentProblem(content);
  if (typeof content !== 'string' || message !== undefined) return { problem: message ?? 'is no text' };
  const bytes = new TextEncoder().encode(content);
  if (bytes.byteLength > MAX_DOCUMENT_BYTES) {
    return { problem: `is ${bytes.byteLength} bytes; a document has at most ${MAX_DOCUMENT_BYTES}` };
  }
  const anchors = anchorsOf(content, filePath);
  return { sha256: await hash(bytes), content, byte_length: bytes.byteLength, anchors, created_at: now };
}

/** A run. One that stands still is made to go on. @throws {Refusal} `not-found` */
export async function getWorkflow(context: ServiceContext, id: string): Promise<WorkflowDetail> {
  const workflow = found(await readWorkflow(context.db, context.principal, id), 'workflow', id);
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
