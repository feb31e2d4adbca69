/** Lists documents: what is true now. document-candidates.ts chooses what is read for a page. */
import { sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { DocumentListQuery, DocumentPage, DocumentSort } from '../shared/api/documents.ts';
import type { Database } from './database.ts';
import { readDocumentCursor, toDocumentCursor, type DocumentPlace } from './document-cursor.ts';
import { candidates, type DocumentSlice, every } from './document-candidates.ts';
import { selectKeptCount } from './document-count.ts';
import { rangeOf } from './document-filters.ts';
import { documentColumns, toDocument } from './documents.ts';
import { selectHead, toPosition } from './events.ts';
import { gatesOf, selectGateLimits } from './gates.ts';
import { selectBoundedCount, toPageOf } from './paging.ts';
import { documents } from './schema.ts';

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
  const slice = sliceOf(query, place, limit + 1);
  const kept = selectKeptCount(db, principal, query);
  const [rows, counted, limits, head] = await db.batch([
    db
      .select(documentColumns)
      .from(documents)
      .where(sql`${rowid} in (${candidates(principal, query, slice)})`)
      .orderBy(slice.order(rowid))
      .limit(slice.limit),
    kept ?? selectBoundedCount(db, every(principal, query)),
    selectGateLimits(db, query.family),
    selectHead(db),
  ]);
  const gates = gatesOf(limits);
  return toPageOf(rows, {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: kept !== undefined,
    position: toPosition(head),
    show: (one) => toDocument(one, gates),
    cursorOf: ({ row }) => toDocumentCursor(sort, { value: row[SORTS[sort].key], id: row.id }),
  });
}

function sliceOf(
  { sort, folder }: DocumentListQuery,
  behind: DocumentPlace | undefined,
  limit: number,
): DocumentSlice {
  const { key, index, isDescending } = SORTS[sort];
  const column = documents[key];
  const { place } = documents;
  const range = sort === 'file_path' && folder !== undefined ? rangeOf(folder) : undefined;
  const isBehind = (value: SQL, id: SQL) => {
    if (range && (!behind || behind.value < range.start)) return sql`${value} >= ${range.start}`;
    if (!behind) return undefined;
    const edge = sql`(${behind.value}, ${behind.id})`;
    return isDescending ? sql`(${value}, ${id}) < ${edge}` : sql`(${value}, ${id}) > ${edge}`;
  };
  // What comes after all rows, where there is no edge: bytes after texts, and -1 before numbers and dates.
  const end = isDescending ? sql`-1` : range ? sql`${range.end}` : sql`x''`;
  const edge = sql`(select coalesce((select value from edge), ${end}), coalesce((select id from edge), 0))`;
  return {
    limit,
    indexedBy: index,
    value: sql`${column}`,
    order: () => (isDescending ? sql`${column} desc, ${place} desc` : sql`${column}, ${place}`),
    isBehind,
    isBeforeEnd: range && ((path) => sql`${path} < ${range.end}`),
    behindCursor: () => isBehind(sql`${column}`, sql`${place}`),
    isUpToEdge: isDescending ? sql`(${column}, ${place}) >= ${edge}` : sql`(${column}, ${place}) <= ${edge}`,
  };
}
