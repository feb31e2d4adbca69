/** Lists validations, by facets, by words, or both. facets.ts explains why a list costs only its page. */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Page } from '../shared/api/fields.ts';
import type { HistoryQuery, ValidationListQuery } from '../shared/api/validations.ts';
import type { Validation } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { all, rowidsOfCombinations, rowidsWhere, type Slice } from './facets.ts';
import { COUNT_LIMIT, selectBoundedCount, toPage } from './paging.ts';
import { isResultOf } from './run-documents.ts';
import { validations, validationTotals } from './schema.ts';
import { allMatching, matches, matchingText } from './search.ts';
import { toValidation } from './validations.ts';
import { inVisibleFamily } from './visibility.ts';

/** The filters, any of which may be undefined. */
type Filters = Loose<Omit<ValidationListQuery, 'limit' | 'cursor' | 'sort'>>;
type Loose<T> = { [K in keyof T]: T[K] | undefined };

const rowid = sql`${validations}.rowid`;

/** Facets are rare if less than one validation in so many has them. */
const RARE = 4;
/** Of n validations, about this times the root of n are few: see document-candidates.ts. */
const FEW = 5;

interface ValidationSlice extends Slice {
  /** Whether the order is that of the commits, which the full-text indexes have too. */
  isByCommit: boolean;
}

/**
 * Reads a page of validations, and the position of the log that it includes.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function listValidations(
  db: Database,
  principal: Principal,
  query: ValidationListQuery,
): Promise<Page<Validation> | undefined> {
  return readPage(db, principal, query, {
    candidates: (slice) => candidates(principal, query, slice),
    count: countOf(db, principal, query),
    isExact: !needsRows(query),
  });
}

/**
 * Reads a page of all validations of one file, newest first.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function listHistory(
  db: Database,
  principal: Principal,
  query: HistoryQuery,
): Promise<Page<Validation> | undefined> {
  const ofFile = all(
    eq(validations.file_path, query.file_path),
    rowFilters(principal, { family: query.family }),
  );
  const every: Slice = { behindCursor: () => undefined, order: (at) => at, limit: COUNT_LIMIT };
  return readPage(
    db,
    principal,
    { ...query, sort: '-created_at' },
    {
      candidates: (slice) => rowidsWhere(validations, ofFile, slice),
      count: selectBoundedCount(db, rowidsWhere(validations, ofFile, every)),
      isExact: false,
    },
  );
}

async function readPage(
  db: Database,
  principal: Principal,
  query: Pick<ValidationListQuery, 'limit' | 'cursor' | 'sort'>,
  list: {
    candidates: (slice: ValidationSlice) => SQL;
    count: ReturnType<typeof countOf>;
    isExact: boolean;
  },
): Promise<Page<Validation> | undefined> {
  const slice = { ...sliceOf(query), limit: query.limit + 1 };
  const [rows, counted, head, cursor] = await db.batch([
    db
      .select()
      .from(validations)
      .where(sql`${rowid} in (${list.candidates(slice)})`)
      .orderBy(slice.order(rowid))
      .limit(slice.limit),
    list.count,
    selectHead(db),
    db
      .select({ id: validations.id })
      .from(validations)
      .where(and(eq(validations.id, query.cursor ?? ''), inVisibleFamily(principal, validations.family))),
  ]);
  if (query.cursor !== undefined && cursor.length === 0) return undefined;
  return toPage(rows.map(toValidation), {
    limit: query.limit,
    counted: counted[0]?.n ?? 0,
    isExact: list.isExact,
    position: toPosition(head),
  });
}

/** Selects the ids of the newest validations that pass the filters, without paging: for reports. */
export function newestValidations(principal: Principal, filters: Filters, limit: number): SQL {
  const slice = { ...sliceOf({ sort: '-created_at' }), limit };
  return sql`select id from ${validations} where ${rowid} in (${candidates(principal, filters, slice)})
    order by ${slice.order(rowid)} limit ${limit}`;
}

/** Selects the rowids that may be on the page: at most a few pages' worth. */
function candidates(principal: Principal, filters: Filters, slice: ValidationSlice): SQL {
  const { q, file_path, workflow_id } = filters;
  if (q !== undefined || file_path !== undefined) return withText(principal, filters, slice);
  if (workflow_id !== undefined) {
    return rowidsWhere(validations, all(rowFilters(principal, filters)), slice);
  }
  if (principal.families === null && !hasFacets(filters)) return rowidsWhere(validations, sql`true`, slice);
  return ofFacets(principal, filters, slice);
}

function ofFacets(
  principal: Principal,
  filters: Filters,
  slice: Slice,
  only: { condition?: SQL; guard?: SQL } = {},
): SQL {
  const combinations = sql`select * from ${validationTotals} where n > 0 and ${all(totalFilters(principal, filters), only.guard)}`;
  const ofCombination = sql`${validations.family} = t.family and ${validations.outcome} is nullif(t.outcome, '') and ${validations.review} = t.review`;
  return rowidsOfCombinations(validations, combinations, all(ofCombination, only.condition), slice);
}

/**
 * Selects from a full-text index what passes the other filters. Where most of what it would read passes none of them, or
 * would have to be sorted, the list is read in its order until the page is full.
 */
function withText(principal: Principal, filters: Filters, slice: ValidationSlice): SQL {
  const { q, file_path, workflow_id } = filters;
  const text = { q, file_path };
  const total = sql`select coalesce(sum(n), 0) from ${validationTotals}`;
  const few = sql`(select cast(${FEW} * sqrt(coalesce(sum(n), 0)) as integer) from ${validationTotals})`;
  const isFew = sql`(select count(*) from (select 1 from (${allMatching(text)}) limit (${few} + 1))) <= ${few}`;
  const isOften = sql`(${total} where ${all(totalFilters(principal, filters))}) * ${RARE} >= (${total})`;
  const isRead = slice.isByCommit && workflow_id === undefined ? sql`${isOften} or ${isFew}` : isFew;
  const found = matchingText(text, all(rowFilters(principal, filters)), slice);
  const guard = sql`not (select is_so from from_text)`;
  const others =
    workflow_id === undefined
      ? ofFacets(principal, filters, slice, { condition: matches(text), guard })
      : sql`select rowid as value from (${rowidsWhere(validations, all(guard, rowFilters(principal, filters), matches(text)), slice)})`;
  return sql`with from_text (is_so) as materialized (select ${isRead})
    select page.value as value from from_text cross join json_each((
      select json_group_array(rowid) from (${found}))) page where from_text.is_so
    union all select value from (${others})`;
}

function countOf(db: Database, principal: Principal, filters: Filters) {
  if (needsRows(filters)) {
    const slice = { ...sliceOf({ sort: '-created_at' }), limit: COUNT_LIMIT };
    return selectBoundedCount(db, candidates(principal, filters, slice));
  }
  return db
    .select({ n: sql<number>`coalesce(sum(${validationTotals.n}), 0)` })
    .from(validationTotals)
    .where(totalFilters(principal, filters));
}

/** Whether the filters need the rows: the totals do not have these columns. */
function needsRows({ q, file_path, workflow_id }: Filters): boolean {
  return q !== undefined || file_path !== undefined || workflow_id !== undefined;
}

function hasFacets({ status, outcome, review, family }: Filters): boolean {
  return [status, outcome, review, family].some((facet) => facet !== undefined);
}

function totalFilters(principal: Principal, { status, outcome, review, family }: Filters): SQL | undefined {
  return and(
    inVisibleFamily(principal, validationTotals.family),
    // A validation has an outcome exactly when it is completed.
    status &&
      (status === 'failed' ? eq(validationTotals.outcome, '') : sql`${validationTotals.outcome} <> ''`),
    outcome && eq(validationTotals.outcome, outcome),
    review && eq(validationTotals.review, review),
    family === undefined ? undefined : eq(validationTotals.family, family),
  );
}

function rowFilters(principal: Principal, filters: Filters): SQL | undefined {
  const { status, outcome, review, family, workflow_id } = filters;
  return and(
    inVisibleFamily(principal, validations.family),
    workflow_id === undefined ? undefined : isResultOf(workflow_id),
    status && eq(validations.status, status),
    outcome && eq(validations.outcome, outcome),
    review && eq(validations.review, review),
    family === undefined ? undefined : eq(validations.family, family),
  );
}

function sliceOf({
  sort,
  cursor,
}: Pick<ValidationListQuery, 'sort' | 'cursor'>): Omit<ValidationSlice, 'limit'> {
  const path = sql`${validations.file_path}`;
  const place = sql`(select rowid from validations where id = ${cursor})`;
  const pathPlace = sql`(select file_path, rowid from validations where id = ${cursor})`;
  const behind = (condition: (rowid: SQL) => SQL) => (at: SQL) =>
    cursor === undefined ? undefined : condition(at);
  switch (sort) {
    case '-created_at':
      return {
        isByCommit: true,
        behindCursor: behind((at) => sql`${at} < ${place}`),
        order: (at) => sql`${at} desc`,
      };
    case 'created_at':
      return { isByCommit: true, behindCursor: behind((at) => sql`${at} > ${place}`), order: (at) => at };
    case '-file_path':
      return {
        isByCommit: false,
        behindCursor: behind((at) => sql`(${path}, ${at}) < ${pathPlace}`),
        order: (at) => sql`${path} desc, ${at} desc`,
      };
    case 'file_path':
      return {
        isByCommit: false,
        behindCursor: behind((at) => sql`(${path}, ${at}) > ${pathPlace}`),
        order: (at) => sql`${path}, ${at}`,
      };
  }
}
