/** Approved changes on their way back to the files: by document, in the order of paths. */
import { asc, sql, type SQL } from 'drizzle-orm';
import type { PatchQuery } from '../shared/api/patches.ts';
import type { Page } from '../shared/api/fields.ts';
import { MAX_PAGE_TEXT_LENGTH } from '../shared/limits.ts';
import type { Recommendation } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { inFolder } from './document-filters.ts';
import { selectBoundedCount, toPageOf } from './paging.ts';
import { toRecommendation } from './recommendations.ts';
import { recommendations } from './schema.ts';

/** Most bytes of the texts of one page: they may be read together. */
const MAX_PAGE_BYTES = 4_000_000;

/** Which documents, and which of their changes. */
export interface ApprovedScope extends Pick<PatchQuery, 'rule_id' | 'folder' | 'owner'> {
  family: string;
  /** Empty for the main line. */
  ref: string;
  /** Only documents whose newest version came with this run. */
  runId?: string;
}

/** A document with what is approved of its newest version. */
export interface ApprovedDocumentRow {
  file_path: string;
  validation_id: string;
  content_sha256: string;
  /** Of the text, in bytes of UTF-8. */
  byte_length: number;
  /** Approved or applied, with edits; in the order of the document's list. */
  recommendations: Recommendation[];
}

/**
 * Reads a page of documents that have approved changes, and the position of the log that it includes. A page with much text
 * or many edits ends early; it has at least one document, if there is any.
 */
export async function readApproved(
  db: Database,
  scope: ApprovedScope,
  { limit, cursor = '' }: { limit: number; cursor?: string | undefined },
): Promise<Page<ApprovedDocumentRow>> {
  const sized = sql`select *, row_number() over (order by file_path) as n,
    sum(length) over (order by file_path) as all_length, sum(byte_length) over (order by file_path) as all_bytes
    from (${documentsOf(scope, cursor)} limit ${limit + 1})`;
  const fits = sql`(n = 1 or (n <= ${limit}
    and all_length <= ${MAX_PAGE_TEXT_LENGTH} and all_bytes <= ${MAX_PAGE_BYTES}))`;
  const [rows, found, counted, head] = await db.batch([
    db
      .select({
        file_path: sql<string>`file_path`,
        validation_id: sql<string>`validation_id`,
        content_sha256: sql<string>`content_sha256`,
        byte_length: sql<number>`byte_length`,
        fits: sql<number>`${fits}`,
      })
      .from(sql`(${sized})`)
      .orderBy(sql`file_path`),
    db
      .select()
      .from(recommendations)
      .where(
        sql`${recommendations.validation_id} in (select validation_id from (${sized}) where ${fits})
          and ${isWanted(scope)}`,
      )
      .orderBy(asc(recommendations.validation_id), asc(recommendations.ordinal)),
    selectBoundedCount(db, documentsOf(scope, '')),
    selectHead(db),
  ]);
  const byValidation = Map.groupBy(found.map(toRecommendation), (one) => one.validation_id);
  return toPageOf(rows, {
    limit: rows.filter((row) => row.fits === 1).length,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
    show: ({ fits: _fits, ...row }) => ({
      ...row,
      recommendations: byValidation.get(row.validation_id) ?? [],
    }),
    cursorOf: (row) => row.file_path,
  });
}

/** Counts the documents that have approved changes, and the bytes of their texts. */
export async function measureApproved(
  db: Database,
  scope: ApprovedScope,
  cursor = '',
): Promise<{ documents: number; bytes: number }> {
  const [row] = await db
    .select({ documents: sql<number>`count(*)`, bytes: sql<number>`coalesce(sum(byte_length), 0)` })
    .from(sql`(${documentsOf(scope, cursor)})`);
  return row ?? { documents: 0, bytes: 0 };
}

/** Selects documents with approved changes, by path, and the length of their edits. */
function documentsOf(scope: ApprovedScope, cursor: string): SQL {
  const { family, ref, runId, folder, owner } = scope;
  const wanted = sql`from recommendations
    where recommendations.validation_id = documents.validation_id and ${isWanted(scope)}`;
  const isOfRun = sql`exists (select 1 from workflow_documents w where w.workflow_id = ${runId ?? ''}
    and w.file_path = documents.file_path and documents.validation_id
      = coalesce(w.validation_id, (select v.id from validations v where v.rowid = w.unchanged)))`;
  const isOwned = sql`exists (select 1 from document_owners o
    where o.owner = ${owner ?? ''} and o.document_id = documents.id)`;
  return sql`select documents.file_path as file_path, documents.validation_id as validation_id,
      documents.content_sha256 as content_sha256, texts.byte_length as byte_length,
      (select sum(length(edits)) ${wanted}) as length
    from (${candidates(family)}) candidate
      cross join documents indexed by documents_validation on documents.validation_id = candidate.id
      cross join texts on texts.sha256 = documents.content_sha256
    where documents.family = ${family} and documents.ref = ${ref} and documents.removed_at is null
      and documents.file_path > ${cursor} and ${folder === undefined ? sql`true` : inFolder(folder)}
      and ${runId === undefined ? sql`true` : isOfRun} and ${owner === undefined ? sql`true` : isOwned}
      and exists (select 1 ${wanted})
    order by documents.file_path`;
}

/**
 * Selects the validations that may have something: those with approved recommendations, and those that were enhanced. What
 * was applied is not looked up by its state, because the applied recommendations of earlier versions stay.
 */
function candidates(family: string): SQL {
  return sql`select validation_id as id from recommendations indexed by recommendations_facets
      where status = 'approved' and severity in ('error', 'warning', 'info') and family = ${family}
    union select id from validations indexed by validations_enhanced
      where enhanced_sha256 is not null and superseded_by is null and family = ${family}`;
}

/**
 * What was applied counts too: it is in the enhanced text, and in the files only when the next version shows it. The unary
 * plus keeps SQLite from the index on states, by which it would read all that was ever applied.
 */
function isWanted({ rule_id }: ApprovedScope): SQL {
  const ofRules =
    rule_id === undefined
      ? sql`true`
      : sql`recommendations.rule_id in (select value from json_each(${JSON.stringify(rule_id)}))`;
  return sql`(+recommendations.status in ('approved', 'applied') and recommendations.edits <> '[]' and ${ofRules})`;
}
