/**
 * Lists documents. facets.ts explains why a list costs only its page.
 *
 * A rule, an owner, a part of a path and a folder are no facets. If few documents have it, they are all read and sorted. If more
 * than {@link COUNT_LIMIT} have it, the list is read in its order until the page is full: that is soon.
 */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { DocumentListQuery, DocumentPage, DocumentSort } from '../shared/api/documents.ts';
import type { Database } from './database.ts';
import { readDocumentCursor, toDocumentCursor, type DocumentPlace } from './document-cursor.ts';
import { documentColumns, toDocument } from './documents.ts';
import { selectHead, toPosition } from './events.ts';
import { all, rowidsOfCombinations, type Slice } from './facets.ts';
import { gatesOf, selectGateLimits } from './gates.ts';
import { COUNT_LIMIT, selectBoundedCount, toPageOf } from './paging.ts';
import { documents, documentTotals } from './schema.ts';
import { quote } from './search.ts';
import { inVisibleFamily } from './visibility.ts';

const rowid = sql`${documents}.rowid`;

/** What the list is sorted by, and whether the highest comes first. */
const SORTS = {
  file_path: { key: 'file_path', index: 'documents_by_path', isDescending: false },
  '-validated_at': { key: 'validated_at', index: 'documents_by_time', isDescending: true },
  '-findings': { key: 'findings', index: 'documents_by_findings', isDescending: true },
} as const satisfies Record<DocumentSort, unknown>;

/**
 * Reads a page of documents, and the position of the log that it includes.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function listDocuments(
  db: Database,
  principal: Principal,
  query: DocumentListQuery,
): Promise<DocumentPage | undefined> {
  const { sort, cursor, limit } = query;
  const place = cursor === undefined ? undefined : readDocumentCursor(sort, cursor);
  if (cursor !== undefined && !place) return undefined;
  const slice = sliceOf(sort, place, limit + 1);
  const needsRows = [query.rule_id, query.file_path, query.folder, query.owner].some(
    (filter) => filter !== undefined,
  );
  const [rows, counted, limits, head] = await db.batch([
    db
      .select(documentColumns)
      .from(documents)
      .where(sql`${rowid} in (${candidates(principal, query, slice)})`)
      .orderBy(slice.order(rowid))
      .limit(slice.limit),
    needsRows
      ? selectBoundedCount(db, every(principal, query))
      : db
          .select({ n: sql<number>`coalesce(sum(${documentTotals.n}), 0)` })
          .from(documentTotals)
          .where(totalFilters(principal, query)),
    selectGateLimits(db, query.family),
    selectHead(db),
  ]);
  const gates = gatesOf(limits);
  return toPageOf(rows, {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: !needsRows,
    position: toPosition(head),
    show: (one) => toDocument(one, gates),
    cursorOf: ({ row }) => toDocumentCursor(sort, { value: row[SORTS[sort].key], id: row.id }),
  });
}

/** Selects the ids that may be on the page. */
function candidates(principal: Principal, query: DocumentListQuery, slice: Slice): SQL {
  const condition = all(rowConditions(query));
  const found = foundFew(query);
  if (!found) return rowidsOfFacets(principal, query, condition, slice, sql`true`);
  const few = areFew(found);
  const ofFew = sql`${amongFound(principal, query, found)} and ${all(few, slice.behindCursor(rowid))}
    order by ${slice.order(rowid)} limit ${slice.limit}`;
  const ofMany = rowidsOfFacets(principal, query, condition, slice, sql`not (${few})`);
  return sql`select id from (${ofFew}) union all select value from (${ofMany})`;
}

/** Selects all rows that pass the filters, in no order: for counting them. */
function every(principal: Principal, query: DocumentListQuery): SQL {
  const found = foundFew(query);
  const guard = found && sql`not (${areFew(found)})`;
  const ofMany = sql`select ${documents.id} from (${combinationsOf(principal, query, guard ?? sql`true`)}) t
    cross join ${documents} indexed by documents_by_path on ${all(IN_COMBINATION, rowConditions(query))}`;
  if (!found) return ofMany;
  return sql`select id from (${amongFound(principal, query, found)} and ${areFew(found)}) union all ${ofMany}`;
}

function areFew(found: SQL): SQL {
  return sql`(select count(*) from (${found})) < ${COUNT_LIMIT}`;
}

/** Selects the found ones that pass the filters. `cross join` makes SQLite begin with what was found. */
function amongFound(principal: Principal, query: DocumentListQuery, found: SQL): SQL {
  return sql`select ${documents.id} from (${found}) found cross join ${documents} on ${documents.id} = found.id
    where ${all(rowConditions(query), rowFilters(principal, query))}`;
}

const IN_COMBINATION = sql`${documents.ref} = t.ref and ${documents.family} = t.family
  and ${documents.outcome} is nullif(t.outcome, '') and ${documents.is_removed} = t.is_removed
  and ${documents.is_open} = t.is_open`;

function combinationsOf(principal: Principal, query: DocumentListQuery, guard: SQL): SQL {
  return sql`select * from ${documentTotals} where n > 0 and ${all(totalFilters(principal, query), guard)}`;
}

function rowidsOfFacets(
  principal: Principal,
  query: DocumentListQuery,
  condition: SQL,
  slice: Slice,
  guard: SQL,
): SQL {
  const combinations = combinationsOf(principal, query, guard);
  return rowidsOfCombinations(documents, combinations, all(IN_COMBINATION, condition), slice);
}

/**
 * Selects up to {@link COUNT_LIMIT} ids of the documents that pass the filter that is no facet; undefined without one, and
 * for folders in the order of paths, which an index has.
 */
function foundFew({ rule_id, owner, file_path, folder, sort, ref }: DocumentListQuery): SQL | undefined {
  if (file_path !== undefined) {
    return sql`select rowid as id from document_search where document_search match ${quote(file_path)} limit ${COUNT_LIMIT}`;
  }
  if (rule_id !== undefined) {
    return sql`select document_id as id from document_rules where rule_id = ${rule_id} limit ${COUNT_LIMIT}`;
  }
  if (owner !== undefined) {
    return sql`select document_id as id from document_owners where owner = ${owner} limit ${COUNT_LIMIT}`;
  }
  if (folder === undefined || sort === 'file_path') return undefined;
  const families = sql`select distinct family from document_totals where ref = ${ref} and n > 0`;
  return sql`select documents.id as id from (${families}) t cross join documents
    on documents.family = t.family and documents.ref = ${ref} and ${inFolder(folder)} limit ${COUNT_LIMIT}`;
}

/** What the page's rows must have that is no facet. */
function rowConditions({ rule_id, owner, file_path, folder }: DocumentListQuery): SQL | undefined {
  return and(
    file_path === undefined
      ? undefined
      : sql`exists (select 1 from document_search
          where document_search.rowid = ${documents.id} and document_search match ${quote(file_path)})`,
    rule_id === undefined
      ? undefined
      : sql`exists (select 1 from document_rules where rule_id = ${rule_id} and document_id = ${documents.id})`,
    owner === undefined
      ? undefined
      : sql`exists (select 1 from document_owners where owner = ${owner} and document_id = ${documents.id})`,
    folder === undefined ? undefined : inFolder(folder),
  );
}

/** A range of paths, which an index answers: `0` is the character after the slash. */
export function inFolder(folder: string): SQL {
  const name = folder.replace(/\/+$/, '');
  return sql`${documents.file_path} >= ${`${name}/`} and ${documents.file_path} < ${`${name}0`}`;
}

function totalFilters(
  principal: Principal,
  { family, ref, outcome, open, removed }: DocumentListQuery,
): SQL | undefined {
  return and(
    eq(documentTotals.ref, ref),
    eq(documentTotals.is_removed, Number(removed)),
    inVisibleFamily(principal, documentTotals.family),
    outcome && eq(documentTotals.outcome, outcome),
    open === undefined ? undefined : eq(documentTotals.is_open, Number(open)),
    family === undefined ? undefined : eq(documentTotals.family, family),
  );
}

function rowFilters(
  principal: Principal,
  { family, ref, outcome, open, removed }: DocumentListQuery,
): SQL | undefined {
  return and(
    eq(documents.ref, ref),
    eq(documents.is_removed, Number(removed)),
    inVisibleFamily(principal, documents.family),
    outcome && eq(documents.outcome, outcome),
    open === undefined ? undefined : eq(documents.is_open, Number(open)),
    family === undefined ? undefined : eq(documents.family, family),
  );
}

function sliceOf(sort: DocumentSort, behind: DocumentPlace | undefined, limit: number): Slice {
  const { key, index, isDescending } = SORTS[sort];
  const column = documents[key];
  const { place } = documents;
  return {
    limit,
    indexedBy: index,
    order: () => (isDescending ? sql`${column} desc, ${place} desc` : sql`${column}, ${place}`),
    behindCursor: () => {
      if (!behind) return undefined;
      const edge = sql`(${behind.value}, ${behind.id})`;
      return isDescending ? sql`(${column}, ${place}) < ${edge}` : sql`(${column}, ${place}) > ${edge}`;
    },
  };
}
