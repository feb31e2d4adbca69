import { checkContent, type RunDocumentsAdded } from '../../shared/api/runs.ts';
import { isCodeOwners } from '../../shared/code-owners.ts';
import { MAX_WORKFLOW_DOCUMENTS } from '../../shared/limits.ts';
import { putCodeOwners } from '../../store/code-owners.ts';
import { insertTexts, type NewText } from '../../store/texts.ts';
import { ask } from '../../store/ask.ts';
import { askRun } from '../../store/runs.ts';
import { askRunDocuments, putRunDocuments, type NewRunDocument } from '../../store/run-documents.ts';
import { appendRunEvent, isRefused, recountDocuments } from '../../store/run-changes.ts';
import { sizeProblem } from '../documents/document-size.ts';
import { findRun } from './find-run.ts';
import { commitAndReadRun } from './commit-run.ts';
import type { ServiceContext } from '../context.ts';
import { wrongState } from '../decisions/decide-each.ts';
import { found, Refusal } from '../errors.ts';
import { hash } from '../hash.ts';
import { requireEditor } from '../access/require-editor.ts';
import { storedAnchors } from '../documents/inputs.ts';

/** A document as it was sent: with unchecked content, or with the reason why the sender could not read it. */
export type SentDocument = { file_path: string; content: unknown } | { file_path: string; problem: string };

/**
 * Documents ready to be stored: each text once, and a row for each path. If a path occurs twice, the last one counts.
 */
export interface ReadDocuments {
  texts: NewText[];
  rows: NewRunDocument[];
  /** CODEOWNERS files. They are no documents of the run. */
  codeOwners: { file_path: string; content: string }[];
}

/**
 * Adds documents to a run that has not started. Sending them again changes nothing; sending another content under the
 * same path replaces it. A document that cannot be validated is stored as failed and does not affect the others.
 *
 * @throws {Refusal} `not-found`, `forbidden`, `wrong-state`, or `invalid` when they are too many
 */
export async function addDocuments(
  context: ServiceContext,
  id: string,
  documents: readonly SentDocument[],
): Promise<RunDocumentsAdded> {
  const { db, principal } = context;
  const now = context.now().toISOString();
  const { texts, rows, codeOwners } = await readDocuments(documents, now);
  const paths = rows.map(({ file_path }) => file_path);
  const [read, known] = await ask(db, askRun(db, principal, id), askRunDocuments(db, id, paths));
  const before = found(read, 'workflow', id);
  requireEditor(context, before.family);
  if (before.state !== 'pending') throw notPending(before.state);
  const fresh = rows.filter(({ file_path }) => !known.has(file_path));
  const replacing = rows.filter((row) => {
    const there = known.get(row.file_path);
    return there && (there.content_sha256 !== row.content_sha256 || there.error !== row.error);
  });
  const changed = [...fresh, ...replacing];
  let run = before;
  if (changed.length > 0 || codeOwners.length > 0) {
    const hashes = new Set(changed.map(({ content_sha256 }) => content_sha256));
    const changedTexts = texts.filter(({ sha256 }) => hashes.has(sha256));
    try {
      const changes = {
        before: [
          ...insertTexts(db, changedTexts),
          ...putRunDocuments(db, id, changed),
          ...putCodeOwners(
            db,
            codeOwners.map((file) => ({
              ...file,
              workflow_id: id,
              family: before.family,
              ref: before.ref ?? '',
            })),
          ),
          recountDocuments(db, id, now),
        ],
        events: appendRunEvent(db, { type: 'workflow_progress', id, actor: principal.actor, now }),
      };
      run = await commitAndReadRun(context, id, [changes]);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const { state } = await findRun(context, id);
      throw state === 'pending' ? tooMany() : notPending(state);
    }
  }
  const { position, ...workflow } = run;
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

/** Checks documents, and hashes their texts. */
export async function readDocuments(documents: readonly SentDocument[], now: string): Promise<ReadDocuments> {
  const texts = new Map<string, NewText>();
  const rows = new Map<string, NewRunDocument>();
  const codeOwners = new Map<string, string>();
  for (const document of documents) {
    const { file_path } = document;
    const read = 'problem' in document ? document : await readText(document.content, file_path, now);
    if ('sha256' in read && isCodeOwners(file_path)) {
      codeOwners.set(file_path, read.content);
      continue;
    }
    if ('sha256' in read) texts.set(read.sha256, read);
    rows.set(
      file_path,
      'sha256' in read
        ? { file_path, content_sha256: read.sha256, state: 'pending', error: null }
        : { file_path, content_sha256: null, state: 'failed', error: read.problem },
    );
  }
  return {
    texts: [...texts.values()],
    rows: [...rows.values()],
    codeOwners: [...codeOwners].map(([file_path, content]) => ({ file_path, content })),
  };
}

async function readText(
  sent: unknown,
  filePath: string,
  now: string,
): Promise<NewText | { problem: string }> {
  const parsed = checkContent(sent);
  if ('problem' in parsed) return parsed;
  const { content } = parsed;
  const bytes = new TextEncoder().encode(content);
  const problem = sizeProblem(bytes);
  if (problem !== undefined) return { problem };
  const anchors = storedAnchors(content, filePath);
  return { sha256: await hash(bytes), content, byte_length: bytes.byteLength, anchors, created_at: now };
}
