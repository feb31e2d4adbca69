/** What is true now: the newest validation of each document. document-list.ts lists it. */
import type { BatchItem } from 'drizzle-orm/batch';
import { alias } from 'drizzle-orm/sqlite-core';
import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { DocumentDetail, DocumentQuery } from '../shared/api/documents.ts';
import { judgeGate } from '../shared/gate.ts';
import { MAX_DOCUMENT_HISTORY } from '../shared/limits.ts';
import { UNTITLED_PATH, type Document } from '../shared/things.ts';
import { toCompared } from './comparisons.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { gatesOf, selectGateLimits, type StoredGate } from './gates.ts';
import { issueOfRow, selectIssues } from './issues.ts';
import { selectRecommendations, toRecommendation } from './recommendations.ts';
import { documents, events, recommendations, validations } from './schema.ts';
import { toValidation } from './validations.ts';
import { inVisibleFamily } from './visibility.ts';

const rowidOf = (id: SQL) => sql`(select rowid from validations where id = ${id})`;
const excluded = (column: string) => sql.raw(`excluded.${column}`);

/**
 * Statement: makes validations the newest of their documents. It follows their issues and recommendations in the batch
 * that stores them; their events come after it. Triggers mark what is superseded. Texts without a path are no documents.
 */
export function keepDocuments(db: Database, versions: readonly { id: string; owners: readonly string[] }[]) {
  const ids = JSON.stringify(versions.map(({ id }) => id));
  const owners = JSON.stringify(Object.fromEntries(versions.map((one) => [one.id, one.owners])));
  const kept = sql`
    select null, family, ref, file_path, id, content_sha256, outcome, review, counts_error, counts_warning, counts_info,
      (select count(*) from recommendations where validation_id = v.id and status = 'proposed'),
      coalesce(issues_of, id), created_at, created_at, null, coalesce(${owners} ->> ('$."' || id || '"'), '[]'), compared
    from validations v
    where id in (select value from json_each(${ids})) and file_path <> ${UNTITLED_PATH}
    order by v.rowid`;
  return db
    .insert(documents)
    .select(kept)
    .onConflictDoUpdate({
      target: [documents.family, documents.ref, documents.file_path],
      set: {
        validation_id: excluded('validation_id'),
        content_sha256: excluded('content_sha256'),
        outcome: excluded('outcome'),
        review: excluded('review'),
        counts_error: excluded('counts_error'),
        counts_warning: excluded('counts_warning'),
        counts_info: excluded('counts_info'),
        open: excluded('open'),
        issues_of: excluded('issues_of'),
        validated_at: excluded('validated_at'),
        removed_at: null,
        owners: excluded('owners'),
        compared: excluded('compared'),
      },
      setWhere: sql`${rowidOf(excluded('validation_id'))} > ${rowidOf(sql`${documents.validation_id}`)}`,
    });
}

/**
 * Statements: let documents whose text was validated again with the same result go on with the recommendations that they
 * have, whatever was decided about them, and with what was applied of them. They follow the validations in the batch.
 */
export function goOnUnchanged(db: Database, validationIds: readonly string[]): BatchItem<'sqlite'>[] {
  if (validationIds.length === 0) return [];
  // The limit keeps SQLite from joining the table that is updated first, which would read all of it.
  const unchanged = sql`(
    select v.id as id, documents.validation_id as before from validations v cross join documents
      on documents.family = v.family and documents.ref = v.ref and documents.file_path = v.file_path
    where v.id in (select value from json_each(${JSON.stringify(validationIds)})) and documents.removed_at is null
      and documents.content_sha256 = v.content_sha256 and documents.issues_of = v.issues_of
      and v.file_path <> ${UNTITLED_PATH}
    limit -1
  ) unchanged`;
  const before = alias(validations, 'earlier');
  return [
    db
      .update(validations)
      .set({
        enhanced_sha256: sql`${before.enhanced_sha256}`,
        enhanced_base_sha256: sql`${before.enhanced_base_sha256}`,
      })
      .from(sql`${unchanged} join validations earlier on earlier.id = unchanged.before`)
      .where(sql`${validations.id} = unchanged.id`),
    db
      .update(recommendations)
      .set({ validation_id: sql`unchanged.id` })
      .from(unchanged)
      .where(sql`${recommendations.validation_id} = unchanged.before`),
  ];
}

/** The number of findings of a document by rule, as JSON; null if its family has no limits on rules. */
const ruleCounts = sql<string | null>`case when exists (
    select 1 from gate_limits where family = ${documents.family} and scope = 'rule'
  ) then (select json_group_object(rule_id, n) from document_rules where document_id = ${documents.id}) end`;

/** What is selected of documents for {@link toDocument}. */
export const documentColumns = { row: documents, rules: ruleCounts };

const ownersColumn = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
const ruleCountsColumn = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()));

/** A row as the API shows it, with the verdict of the gate of its family. */
export function toDocument(
  { row, rules }: { row: typeof documents.$inferSelect; rules: string | null },
  gates: ReadonlyMap<string, StoredGate>,
): Document {
  const counts = { error: row.counts_error, warning: row.counts_warning, info: row.counts_info };
  const compared = row.compared === null ? undefined : toCompared(row.compared);
  const gate = row.outcome === null || row.removed_at !== null ? undefined : gates.get(row.family)?.gate;
  const figures = {
    new: compared?.new ?? { error: 0, warning: 0, info: 0 },
    all: counts,
    rules: new Map(Object.entries(rules === null ? {} : v.parse(ruleCountsColumn, rules))),
  };
  return {
    family: row.family,
    ref: row.ref === '' ? null : row.ref,
    file_path: row.file_path,
    validation_id: row.validation_id,
    content_sha256: row.content_sha256,
    outcome: row.outcome,
    counts,
    open: row.open,
    review: row.review,
    owners: v.parse(ownersColumn, row.owners),
    ...(compared && { compared }),
    ...(gate && { gate: judgeGate(gate, figures) }),
    first_seen_at: row.first_seen_at,
    validated_at: row.validated_at,
    ...(row.removed_at !== null && { removed_at: row.removed_at }),
  };
}

/**
 * Reads one document with its newest validation and its history, newest first.
 *
 * @returns undefined when there is none that the principal may see
 */
export async function readDocument(
  db: Database,
  principal: Principal,
  { family, ref = '', file_path }: DocumentQuery,
): Promise<DocumentDetail | undefined> {
  const isWanted = and(
    eq(documents.family, family),
    eq(documents.ref, ref),
    eq(documents.file_path, file_path),
    inVisibleFamily(principal, documents.family),
  );
  const newest = sql`(select ${documents.validation_id} from ${documents} where ${isWanted})`;
  const [rows, validationRows, issueRows, recommendationRows, history, limits, head] = await db.batch([
    db.select(documentColumns).from(documents).where(isWanted),
    db
      .select()
      .from(validations)
      .where(sql`${validations.id} = ${newest}`),
    selectIssues(db, newest),
    selectRecommendations(db, newest),
    db
      .select()
      .from(validations)
      .where(
        and(
          eq(validations.file_path, file_path),
          // The unary plus keeps SQLite from the index on families, which matches far more rows than the one on paths.
          sql`+${validations.family} = ${family}`,
          eq(validations.ref, ref),
          inVisibleFamily(principal, validations.family),
        ),
      )
      .orderBy(desc(sql`${validations}.rowid`))
      .limit(MAX_DOCUMENT_HISTORY),
    selectGateLimits(db, family),
    selectHead(db),
  ]);
  const [row] = rows;
  const [validation] = validationRows;
  if (!row || !validation) return undefined;
  return {
    document: toDocument(row, gatesOf(limits)),
    validation: toValidation(validation),
    issues: issueRows.map(issueOfRow),
    recommendations: recommendationRows.map(toRecommendation),
    history: history.map(toValidation),
    position: toPosition(head),
  };
}

/** A complete run, which says what its family and ref have. */
export interface CompleteRun {
  id: string;
  family: string;
  ref: string;
  created_at: string;
  actor: string;
}

/**
 * Statements: mark documents that a complete run does not have as removed, at most `limit` of them, with their events. What
 * was validated since the run was created stays.
 */
export function removeMissing(db: Database, run: CompleteRun, when: { now: string; limit: number }) {
  const isMissing = and(
    lt(documents.validated_at, run.created_at),
    sql`not exists (select 1 from workflow_documents
      where workflow_id = ${run.id} and workflow_documents.file_path = ${documents.file_path})`,
  );
  return remove(db, { ...run, runId: run.id }, isMissing, when);
}

/** Documents that are gone. */
export interface Removal {
  family: string;
  ref: string;
  /** null for all of the family and ref. */
  paths: readonly string[] | null;
  /** The run that they are missing in, if there is one. */
  runId: string | null;
  actor: string;
}

/** Statements: mark documents as removed, at most `limit` of them, with their events. */
export function removeDocuments(db: Database, removal: Removal, when: { now: string; limit: number }) {
  const { paths } = removal;
  const isNamed =
    paths === null
      ? undefined
      : sql`${documents.file_path} in (select value from json_each(${JSON.stringify(paths)}))`;
  return remove(db, removal, isNamed, when);
}

function remove(
  db: Database,
  { family, ref, runId, actor }: Omit<Removal, 'paths'>,
  isMeant: SQL | undefined,
  { now, limit }: { now: string; limit: number },
) {
  const isThere = sql`${documents.removed_at} is null`;
  const missing = sql`select id from ${documents} where ${and(
    eq(documents.family, family),
    eq(documents.ref, ref),
    isThere,
    isMeant,
  )} order by id limit ${limit}`;
  const told = db
    .insert(events)
    .select(
      sql`select null, 'document_removed', ${now}, ${actor}, validation_id, null, ${runId}, family,
        json_patch(
          json_object('file_path', file_path, 'superseded', open, 'before', json_object('outcome', outcome)),
          case when ref = '' then '{}' else json_object('ref', ref) end)
        from documents where id in (${missing}) order by id`,
    )
    .returning();
  const removed = db
    .update(documents)
    .set({ removed_at: now })
    .where(sql`${documents.id} in (${missing})`);
  return { events: [told], after: [removed] };
}
