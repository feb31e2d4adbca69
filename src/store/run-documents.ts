/** The documents of batch runs. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { RunDocumentListQuery, RunDocumentPage } from '../shared/api/runs.ts';
import type { RunDocument, RunDocumentState } from '../shared/things.ts';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { readKeptAnchors, type StoredAnchors } from './texts.ts';
import { selectHead, toPosition } from './events.ts';
import { jsonParameters, toParameters } from './parameters.ts';
import { texts, validations, workflowDocuments } from './schema.ts';

type Row = typeof workflowDocuments.$inferSelect;
export type NewRunDocument = Pick<Row, 'file_path' | 'content_sha256' | 'state' | 'error'>;

/** Statements: add documents to a run. A document of the same path is replaced. */
export function putRunDocuments(db: Database, workflowId: string, added: readonly NewRunDocument[]) {
  // A path and an error message are short: no row exceeds a parameter on its own.
  return toParameters(added).groups.map((rows) =>
    db
      .insert(workflowDocuments)
      .select(
        sql`select ${workflowId}, value->>'file_path', value->>'content_sha256', value->>'state', value->>'error', null, null
          from json_each(${rows}) where true order by key`,
      )
      .onConflictDoUpdate({
        target: [workflowDocuments.workflow_id, workflowDocuments.file_path],
        set: {
          content_sha256: sql`excluded.content_sha256`,
          state: sql`excluded.state`,
          error: sql`excluded.error`,
        },
      }),
  );
}

/** @param filePaths - a JSON array */
const isAmong = (filePaths: string) =>
  sql`${workflowDocuments.file_path} in (select value from json_each(${filePaths}))`;

/** Question: what are the rows of some paths in a run? By path. */
export function askRunDocuments(
  db: Database,
  workflowId: string,
  filePaths: readonly string[],
): Question<ReadonlyMap<string, NewRunDocument>> {
  const { file_path, content_sha256, state, error } = workflowDocuments;
  return question(
    db
      .select({ file_path, content_sha256, state, error })
      .from(workflowDocuments)
      .where(and(eq(workflowDocuments.workflow_id, workflowId), isAmong(JSON.stringify(filePaths)))),
    (rows) => new Map(rows.map((row) => [row.file_path, row])),
  );
}

/** Most documents of runs are done. The index of the others is used where this is said. */
export const isOpen = sql`${workflowDocuments.state} <> 'done'`;

/** A document that is still to be validated. */
export interface PendingDocument {
  file_path: string;
  content_sha256: string;
  content: string;
}

/**
 * Reads the next pending documents: at least one, if there is any.
 *
 * @param limit - the most documents
 * @param maxBytes - the most bytes of UTF-8 in all, unless the first document alone has more
 */
export async function readPending(
  db: Database,
  workflowId: string,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): Promise<PendingDocument[]> {
  const rowid = sql<number>`${workflowDocuments}.rowid`;
  const next = await db
    .select({ rowid, byte_length: texts.byte_length })
    .from(workflowDocuments)
    .innerJoin(texts, eq(texts.sha256, workflowDocuments.content_sha256))
    .where(and(eq(workflowDocuments.workflow_id, workflowId), eq(workflowDocuments.state, 'pending'), isOpen))
    .orderBy(asc(rowid))
    .limit(limit);
  let bytes = 0;
  const taken = next.filter(({ byte_length }, index) => {
    bytes += byte_length;
    return index === 0 || bytes <= maxBytes;
  });
  const rowids = JSON.stringify(taken.map((one) => one.rowid));
  return db
    .select({
      file_path: workflowDocuments.file_path,
      content_sha256: texts.sha256,
      content: texts.content,
    })
    .from(workflowDocuments)
    .innerJoin(texts, eq(texts.sha256, workflowDocuments.content_sha256))
    .where(sql`${rowid} in (select value from json_each(${rowids}))`)
    .orderBy(asc(rowid));
}

/**
 * That a validation is the result of a document of a run: one that the run made, or one that the document already had.
 *
 * A run that has none of those does not look for them. The plus keeps SQLite from going through those of all runs.
 */
export function isResultOf(workflowId: string): SQL {
  return sql`(${validations.workflow_id} = ${workflowId} or ${validations}.rowid in (
    select unchanged from workflow_documents where (select reused from workflows where id = ${workflowId}) > 0
      and workflow_id = ${workflowId} and +unchanged is not null))`;
}

/** The result of one document. */
export interface RunResult {
  file_path: string;
  state: Exclude<RunDocumentState, 'pending'>;
  error: string | null;
  validation_id: string | null;
  /** The rowid of the validation that it already had. */
  unchanged?: number;
}

/** Statement: stores the results of some documents of a run. */
export function setResults(db: Database, workflowId: string, results: readonly RunResult[]) {
  const rows = JSON.stringify(results);
  const result = (column: string) =>
    sql`(select value->>${column} from json_each(${rows}) where value->>'file_path' = ${workflowDocuments.file_path})`;
  return db
    .update(workflowDocuments)
    .set({
      state: result('state'),
      error: result('error'),
      validation_id: result('validation_id'),
      unchanged: result('unchanged'),
      // What it was is known by its validation.
      content_sha256: sql`iif(${result('unchanged')} is null, ${workflowDocuments.content_sha256}, null)`,
    })
    .where(
      and(
        eq(workflowDocuments.workflow_id, workflowId),
        isAmong(JSON.stringify(results.map(({ file_path }) => file_path))),
      ),
    );
}

/** Questions: what are the anchors of some documents of a run? Of many paths they are several. */
export function askRunAnchors(
  db: Database,
  workflowId: string,
  filePaths: readonly string[],
): Question<ReadonlyMap<string, StoredAnchors>>[] {
  return jsonParameters(filePaths).map((paths) =>
    question(
      db
        .select({ file_path: workflowDocuments.file_path, anchors: texts.anchors })
        .from(workflowDocuments)
        .innerJoin(texts, eq(texts.sha256, workflowDocuments.content_sha256))
        .where(and(eq(workflowDocuments.workflow_id, workflowId), isAmong(paths))),
      readKeptAnchors,
    ),
  );
}

/**
 * Reads a page of a run's documents, in the order of their paths.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function listRunDocuments(
  db: Database,
  workflowId: string,
  { limit, cursor = 0, state }: RunDocumentListQuery,
): Promise<RunDocumentPage | undefined> {
  const isListed = and(
    eq(workflowDocuments.workflow_id, workflowId),
    state && eq(workflowDocuments.state, state),
    state && state !== 'done' ? isOpen : undefined,
  );
  const rowid = sql<number>`${workflowDocuments}.rowid`;
  const isLast = and(eq(workflowDocuments.workflow_id, workflowId), sql`${rowid} = ${cursor}`);
  const last = sql`(select ${workflowDocuments.file_path} from ${workflowDocuments} where ${isLast})`;
  const [rows, counted, head, known] = await db.batch([
    db
      .select({
        rowid,
        document: workflowDocuments,
        // In a batch, columns of the same name are one.
        id: sql<string | null>`${validations.id}`.as('known_id'),
        sha256: sql<string | null>`${validations.content_sha256}`.as('known_sha256'),
      })
      .from(workflowDocuments)
      .leftJoin(validations, sql`${validations}.rowid = ${workflowDocuments.unchanged}`)
      .where(and(isListed, cursor === 0 ? undefined : sql`${workflowDocuments.file_path} > ${last}`))
      .orderBy(asc(workflowDocuments.file_path))
      .limit(limit + 1),
    db
      .select({ n: sql<number>`count(*)` })
      .from(workflowDocuments)
      .where(isListed),
    selectHead(db),
    db.select({ file_path: workflowDocuments.file_path }).from(workflowDocuments).where(isLast),
  ]);
  if (cursor !== 0 && known.length === 0) return undefined;
  const shown = rows.slice(0, limit);
  return {
    results: shown.map(({ document, id, sha256 }) =>
      toRunDocument({
        ...document,
        validation_id: document.validation_id ?? id,
        content_sha256: document.content_sha256 ?? sha256,
      }),
    ),
    next_cursor: rows.length > limit ? String(shown.at(-1)?.rowid) : null,
    total: counted[0]?.n ?? 0,
    position: toPosition(head),
  };
}

function toRunDocument({ file_path, content_sha256, state, error, validation_id }: Row): RunDocument {
  return {
    file_path,
    content_sha256,
    state,
    ...(error !== null && { error }),
    ...(validation_id !== null && { validation_id }),
  };
}
