/** Deletes content for good: versions of documents with all that is stored because of them, in bounded transactions. */
import type { BatchItem } from 'drizzle-orm/batch';
import { and, asc, eq, inArray, isNull, like, lt, sql, type SQL } from 'drizzle-orm';
import type { NewEvent } from '../shared/events.ts';
import { DELETED_VERSIONS_PER_STEP, INDEX_PAGES_PER_STEP } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { appendEvents } from './events.ts';
import {
  codeOwners,
  decisions,
  documents,
  events,
  githubLines,
  idempotencyKeys,
  ignoredFindings,
  ownerTotals,
  qualityDays,
  qualityParts,
  texts,
  validations,
  workflowDocuments,
  workflows,
} from './schema.ts';

/** A document, in all its lines of versions unless `ref` names one. */
export interface DocumentKey {
  family: string;
  file_path: string;
  ref?: string;
}

/** Versions to be deleted in one transaction, and the texts that they have. */
export interface Versions {
  family: string;
  /** Oldest first. */
  ids: readonly string[];
  texts: readonly string[];
  /** Whether there are more. */
  isMore: boolean;
}

const listed = (values: readonly string[]) => sql`(select value from json_each(${JSON.stringify(values)}))`;

const isOf = ({ family, file_path, ref }: DocumentKey) =>
  and(
    eq(validations.file_path, file_path),
    // The unary plus keeps SQLite from the index on families, which matches far more rows than the one on paths.
    sql`+${validations.family} = ${family}`,
    ref === undefined ? undefined : eq(validations.ref, ref),
  );

/** Finds the oldest versions of a document. */
export function findVersions(db: Database, key: DocumentKey): Promise<Versions | undefined> {
  return find(db, isOf(key));
}

/**
 * Finds versions from before a time that are not the newest of a document, oldest first: superseded ones, and texts without a
 * path. One whose findings a later version has too has the text of that version, and stays as long as that.
 */
export function findSuperseded(
  db: Database,
  before: string,
  family: string | undefined,
): Promise<Versions | undefined> {
  return find(
    db,
    and(
      lt(validations.created_at, before),
      family === undefined ? undefined : sql`+${validations.family} = ${family}`,
      sql`not exists (select 1 from validations same where same.content_sha256 = ${validations.content_sha256}
        and same.file_path = ${validations.file_path} and same.issues_of = ${validations.id})`,
      sql`not exists (select 1 from ${documents} where ${documents.validation_id} = ${validations.id})`,
    ),
  );
}

async function find(db: Database, isMeant: SQL | undefined): Promise<Versions | undefined> {
  const rows = await db
    .select({
      id: validations.id,
      family: validations.family,
      content: validations.content_sha256,
      enhanced: validations.enhanced_sha256,
      base: validations.enhanced_base_sha256,
    })
    .from(validations)
    .where(isMeant)
    .orderBy(asc(sql`${validations}.rowid`))
    .limit(DELETED_VERSIONS_PER_STEP + 1);
  const [first] = rows;
  if (!first) return undefined;
  // One transaction has one event, which is about one family.
  const step = rows.slice(0, DELETED_VERSIONS_PER_STEP).filter(({ family }) => family === first.family);
  return {
    family: first.family,
    ids: step.map(({ id }) => id),
    texts: step
      .flatMap(({ content, enhanced, base }) => [content, enhanced, base])
      .filter((sha) => sha !== null),
    isMore: rows.length > step.length,
  };
}

/** Finds a document of a family, or one whose newest version is from before a time. @returns undefined when there is none */
export async function findDocument(
  db: Database,
  { family, before }: { family: string | undefined; before: string | undefined },
): Promise<DocumentKey | undefined> {
  if (before === undefined) {
    const [row] = await db
      .select({ family: validations.family, file_path: validations.file_path })
      .from(validations)
      .where(family === undefined ? undefined : eq(validations.family, family))
      .limit(1);
    return row;
  }
  const isMeant = family === undefined ? undefined : sql`+${documents.family} = ${family}`;
  const [row] = await db
    .select({ family: documents.family, file_path: documents.file_path, ref: documents.ref })
    .from(documents)
    .where(and(lt(documents.validated_at, before), isMeant))
    .limit(1);
  return row;
}

/** The lines in which a document is, that is, not removed. */
export async function findLines(db: Database, { family, file_path, ref }: DocumentKey): Promise<string[]> {
  const rows = await db
    .select({ ref: documents.ref })
    .from(documents)
    .where(
      and(
        eq(documents.family, family),
        eq(documents.file_path, file_path),
        isNull(documents.removed_at),
        ref === undefined ? undefined : eq(documents.ref, ref),
      ),
    );
  return rows.map((row) => row.ref);
}

/** Finds a run of a family that is not done, and that has the document, if one is named. @returns its id */
export async function findUnfinishedRun(
  db: Database,
  { family, file_path }: { family: string; file_path?: string },
): Promise<string | undefined> {
  const [row] = await db
    .select({ id: workflows.id })
    .from(workflows)
    .where(
      and(
        eq(workflows.family, family),
        inArray(workflows.state, ['pending', 'running', 'paused']),
        file_path === undefined
          ? undefined
          : sql`exists (select 1 from ${workflowDocuments}
              where workflow_id = ${workflows.id} and ${workflowDocuments.file_path} = ${file_path})`,
      ),
    )
    .limit(1);
  return row?.id;
}

/**
 * Statements: delete versions. What the log tells of them keeps who did what and when, and loses what people wrote and what
 * quotes the text. A trigger deletes issues and recommendations, and links the versions before and after.
 */
export function deleteVersions(db: Database, { ids, texts: shas }: Versions, event: NewEvent) {
  const these = listed(ids);
  const isThese = sql`${validations.id} in ${these}`;
  const before: BatchItem<'sqlite'>[] = [
    db
      .update(events)
      .set({
        payload: sql`json_replace(
          json_remove(payload, '$.note', '$.before.approved_edits', '$.after.approved_edits'),
          '$.title', 'Deleted', '$.message', '')`,
      })
      .where(sql`${events.validation_id} in ${these}`),
    db.delete(documents).where(sql`${documents.validation_id} in ${these}`),
    // The result of a run, which may be that of another run too.
    db
      .update(workflowDocuments)
      .set({ validation_id: null, content_sha256: null })
      .where(
        sql`(workflow_id, file_path) in (select workflow_id, file_path from ${validations}
          where ${isThese} and workflow_id is not null)`,
      ),
    db
      .update(validations)
      .set({ parent_validation_id: null })
      .where(
        sql`${validations.file_path} in (select file_path from validations where id in ${these})
          and ${validations.parent_validation_id} in ${these}`,
      ),
    db
      .delete(idempotencyKeys)
      .where(sql`exists (select 1 from json_each(made) made where made.value in ${these})`),
    db.delete(validations).where(isThese),
    deleteTexts(db, shas),
  ];
  return { before, events: appendEvents(db, [event]) };
}

/** Statement: deletes those of some texts that nothing refers to any more. */
function deleteTexts(db: Database, shas: readonly string[]): BatchItem<'sqlite'> {
  return db.delete(texts).where(
    sql`${texts.sha256} in ${listed(shas)}
      and not exists (select 1 from validations where content_sha256 = ${texts.sha256})
      and not exists (select 1 from validations where enhanced_sha256 = ${texts.sha256})
      and not exists (select 1 from validations where enhanced_base_sha256 = ${texts.sha256})
      and not exists (select 1 from workflow_documents where content_sha256 = ${texts.sha256})`,
  );
}

/** Statement: forgets what was decided about the findings of versions. */
export function deleteDecisions(db: Database, ids: readonly string[]): BatchItem<'sqlite'> {
  return db
    .delete(decisions)
    .where(
      sql`${decisions.findings_key} in (select findings_key from recommendations where validation_id in ${listed(ids)})`,
    );
}

/** Statement: forgets owners who have no documents any more. */
function deleteEmptyTotals(db: Database, family: string): BatchItem<'sqlite'> {
  return db.delete(ownerTotals).where(and(eq(ownerTotals.family, family), eq(ownerTotals.n, 0)));
}

/** Deletes what is stored about a path beside its versions: its rows in runs, and ignored findings. */
export async function deleteTraces(db: Database, { family, file_path }: DocumentKey): Promise<void> {
  const isRow = sql`${workflowDocuments.file_path} = ${file_path}
    and workflow_id in (select id from workflows where family = ${family})`;
  const rows = await db
    .select({ sha: workflowDocuments.content_sha256 })
    .from(workflowDocuments)
    .where(isRow);
  await db.batch([
    db.delete(workflowDocuments).where(isRow),
    db
      .delete(ignoredFindings)
      .where(and(eq(ignoredFindings.family, family), eq(ignoredFindings.file_path, file_path))),
    deleteEmptyTotals(db, family),
    deleteTexts(
      db,
      rows.flatMap(({ sha }) => (sha === null ? [] : [sha])),
    ),
  ]);
}

/** Deletes what is stored about a family beside its documents and its rule pack. */
export async function deleteFamilyTraces(db: Database, family: string): Promise<void> {
  await db.batch([
    db.delete(codeOwners).where(eq(codeOwners.family, family)),
    db.delete(ignoredFindings).where(eq(ignoredFindings.family, family)),
    deleteEmptyTotals(db, family),
    // The rows of an owner, who may be a person, have a slash and the owner for a folder.
    db.delete(qualityDays).where(and(eq(qualityDays.family, family), like(qualityDays.folder, '/%'))),
    db.delete(qualityParts).where(and(eq(qualityParts.family, family), like(qualityParts.folder, '/%'))),
    // Else the next push would bring only what has changed since.
    db.delete(githubLines).where(eq(githubLines.family, family)),
  ]);
}

/**
 * Takes the words of deleted texts out of the search index, a part of it at a time: until then they are only marked.
 *
 * @returns whether there is more to do
 */
export async function cleanIndex({ $client }: Database): Promise<boolean> {
  // Pages of marks, which the index numbers like this: FTS5_TOMBSTONE_ROWID in fts5_index.c of SQLite.
  const marks = $client.prepare(
    'select exists (select 1 from validation_texts_data where id >= 1 << 53) as n',
  );
  if ((await marks.first<number>('n')) === 0) return false;
  // A negative number merges what is there into one part.
  await $client
    .prepare("insert into validation_texts (validation_texts, rank) values ('merge', ?1)")
    .bind(-INDEX_PAGES_PER_STEP)
    .run();
  return (await marks.first<number>('n')) !== 0;
}
