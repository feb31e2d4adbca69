/**
 * Which documents may be on a page, and how many there are. facets.ts explains why a list costs only its page.
 *
 * A rule, an owner, a part of a path and a folder are no facets: no counts are kept for all their combinations with these.
 * There are three ways to a page:
 *
 * - by facets: each combination is read in the order of the list, up to where the largest one has filled a page;
 * - from the index of a rule or an owner, which has the order of paths;
 * - if few documents pass the filter, all of these are read and sorted.
 */
import { sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { DocumentListQuery } from '../shared/api/documents.ts';
import { facetConditions, otherConditions, totalFilters } from './document-filters.ts';
import { type Source, sourceOf } from './document-sources.ts';
import { all, type Slice } from './facets.ts';
import { documents, documentTotals } from './schema.ts';

/** Facets are rare if less than one document in so many has them. */
const RARE = 4;
/**
 * Of n documents, about this times the root of n are few: to read and sort them costs as much as to read the list until it
 * has a page of them.
 */
const FEW = 5;

/** A page of the list of documents. */
export interface DocumentSlice extends Slice {
  /** The column that has the value of the order. */
  value: SQL;
  /** As `behindCursor`, for other columns with the value of the order and the id. */
  isBehind: (value: SQL, id: SQL) => SQL | undefined;
  /** In the order of paths, a folder is a range: whether a path is before its end. */
  isBeforeEnd: ((path: SQL) => SQL) | undefined;
  /** Whether a row comes before the row `edge` or is it; before the end if there is no such row. */
  isUpToEdge: SQL;
}

/** Selects the ids of documents that may be on the page. */
export function candidates(principal: Principal, query: DocumentListQuery, slice: DocumentSlice): SQL {
  const source = sourceOf(query);
  const isByPath = query.sort === 'file_path';
  // In the order of paths, the index of the facets has the range of a folder.
  if (!source || (isByPath && source.filter === 'folder')) {
    return sql`with ${combos(principal, query)}, ${edgeOf(query, slice, sql`true`)} ${byFacets(query, slice, sql`true`)}`;
  }
  const ordered = isByPath ? source.byPath : undefined;
  const isFromFacets = sql`not (select is_so from from_source)`;
  return sql`with ${combos(principal, query)}, ${fromSource(principal, query, source, ordered !== undefined)},
      ${edgeOf(query, slice, isFromFacets)}
    select id from (${ordered ? inOrder(principal, query, source, ordered, slice) : sorted(principal, query, source, slice)})
    union all select value from (${byFacets(query, slice, isFromFacets)})`;
}

/** Selects all documents that pass the filters, in no order: for counting them. */
export function every(principal: Principal, query: DocumentListQuery): SQL {
  const source = sourceOf(query);
  const ofFacets = (guard: SQL) => sql`select ${documents.id} from (select * from combos where ${guard}) t
    cross join ${documents} indexed by documents_by_path on ${all(IN_COMBINATION, otherConditions(query))}`;
  if (!source || source.filter === 'folder') {
    return sql`with ${combos(principal, query)} ${ofFacets(sql`true`)}`;
  }
  const ofSource = source.byPath
    ? sql`(select distinct family from combos) t cross join ${source.byPath.found}
        cross join ${documents} on ${documents.id} = found.document_id`
    : sql`(${source.ids}) found cross join ${documents} on ${documents.id} = found.id`;
  return sql`with ${combos(principal, query)}, ${fromSource(principal, query, source, true)}
    select ${documents.id} from from_source cross join ${ofSource}
      where ${all(sql`from_source.is_so`, source.byPath?.condition, source.byPath?.inFolder, passes(principal, query, source))}
    union all ${ofFacets(sql`not (select is_so from from_source)`)}`;
}

const passes = (principal: Principal, query: DocumentListQuery, { filter }: Source) =>
  all(otherConditions(query, filter), facetConditions(principal, query));

const IN_COMBINATION = sql`${documents.ref} = t.ref and ${documents.family} = t.family
  and ${documents.outcome} is nullif(t.outcome, '') and ${documents.is_removed} = t.is_removed
  and ${documents.is_open} = t.is_open`;

/** The combinations of facets that pass the filters: some dozens. */
function combos(principal: Principal, query: DocumentListQuery): SQL {
  return sql`combos as materialized (
    select * from ${documentTotals} where n > 0 and ${all(totalFilters(principal, query))})`;
}

/**
 * Whether the page comes from the index of the filter: if few documents pass it or, for an index that need not be read to
 * its end, if the facets are not rare.
 */
function fromSource(
  principal: Principal,
  query: DocumentListQuery,
  source: Source,
  isOpenEnded: boolean,
): SQL {
  const { outcome: _outcome, open: _open, ...line } = query;
  const few = sql`(select cast(${FEW} * sqrt(coalesce(sum(n), 0)) as integer) from combos)`;
  // The index of a rule or an owner is read where it has the ref and the family; that of words has all documents.
  const inIndex = source.byPath
    ? sql`(select coalesce(sum(n), 0) from ${documentTotals} where ${all(totalFilters(principal, { ...line, removed: undefined }))})`
    : sql`(select coalesce(max(id), 0) from ${documents})`;
  const isOften = sql`(select coalesce(sum(n), 0) from combos) * ${RARE} >= ${inIndex}`;
  return sql`from_source (is_so) as materialized (
    select ${isOpenEnded ? sql`${isOften} or` : sql``} ${source.size(sql`${few} + 1`)} <= ${few})`;
}

/** Selects a page of each family from an index with the order of paths. */
function inOrder(
  principal: Principal,
  query: DocumentListQuery,
  source: Source,
  { found, condition }: NonNullable<Source['byPath']>,
  { isBehind, isBeforeEnd, limit }: DocumentSlice,
): SQL {
  const [path, id] = [sql`found.file_path`, sql`found.document_id`];
  return sql`select page.value as id
    from from_source cross join (select distinct family from combos) t cross join json_each((
      select json_group_array(id) from (
        select ${id} as id from ${found} cross join ${documents} on ${documents.id} = ${id}
          where ${all(condition, passes(principal, query, source), isBehind(path, id), isBeforeEnd?.(path))}
          order by ${path}, ${id} limit ${limit})
    )) page where from_source.is_so`;
}

/** Selects a page of all that pass the filter. `cross join` makes SQLite begin with these. */
function sorted(
  principal: Principal,
  query: DocumentListQuery,
  source: Source,
  { behindCursor, order, limit }: DocumentSlice,
): SQL {
  return sql`select ${documents.id} from from_source cross join (${source.ids}) found
    cross join ${documents} on ${documents.id} = found.id
    where ${all(sql`from_source.is_so`, passes(principal, query, source), behindCursor(sql``))}
    order by ${order(sql``)} limit ${limit}`;
}

/** Selects a page of each combination. */
function byFacets(query: DocumentListQuery, slice: DocumentSlice, guard: SQL): SQL {
  return sql`select page.value as value from (select * from combos where ${guard}) t, json_each((
    select json_group_array(id) from (
      select ${documents.id} from ${ofCombination(query, slice, slice.isUpToEdge)}
        order by ${slice.order(sql``)} limit ${slice.limit})
  )) page`;
}

/** The row with which the combination with most documents has filled a page. No page ends behind it. */
function edgeOf(query: DocumentListQuery, slice: DocumentSlice, guard: SQL): SQL {
  return sql`edge (value, id) as materialized (
    select ${slice.value}, ${documents.place} from (select * from combos where ${guard} order by n desc limit 1) t
      cross join ${ofCombination(query, slice, slice.isBeforeEnd?.(slice.value))}
      order by ${slice.order(sql``)} limit 1 offset ${slice.limit - 1})`;
}

/** One bound at each end: SQLite reads an index between two, and would apply others to each row. */
function ofCombination(query: DocumentListQuery, slice: DocumentSlice, end: SQL | undefined): SQL {
  const index = sql.identifier(slice.indexedBy ?? 'documents_by_path');
  const others = otherConditions(query, slice.isBeforeEnd && 'folder');
  return sql`${documents} indexed by ${index} where ${all(IN_COMBINATION, others, slice.behindCursor(sql``), end)}`;
}
