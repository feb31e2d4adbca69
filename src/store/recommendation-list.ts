/** Lists recommendations, and counts them by rule. facets.ts explains why a list costs only its page. */
import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Page } from '../shared/api/fields.ts';
import type { RecommendationGroup, RecommendationListQuery } from '../shared/api/recommendations.ts';
import type { Level, RecommendationListItem, RecommendationStatus } from '../shared/things.ts';
import type { Database } from './database.ts';
import { MAX_PAGE_TEXT_LENGTH } from '../shared/limits.ts';
import { selectHead, toPosition } from './events.ts';
import { rowidsOfCombinations, rowidsWhere, type Slice } from './facets.ts';
import { COUNT_LIMIT, selectBoundedCount, toPage } from './paging.ts';
import { listed, toListItem } from './recommendations.ts';
import { recommendations, recommendationTotals, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

type Filters = Pick<RecommendationListQuery, 'validation_id' | 'status' | 'severity' | 'rule_id' | 'family'>;

const rowid = sql`${recommendations}.rowid`;

/**
 * Reads a page of recommendations, newest first, and the position of the log that it includes.
 *
 * @returns undefined when the cursor belongs to another list
 */
export async function listRecommendations(
  db: Database,
  principal: Principal,
  query: RecommendationListQuery,
): Promise<Page<RecommendationListItem> | undefined> {
  const { cursor } = query;
  const slice: Slice = {
    behindCursor: (at) =>
      cursor === undefined
        ? undefined
        : sql`${at} < (select rowid from recommendations where id = ${cursor})`,
    order: (at) => sql`${at} desc`,
    limit: query.limit + 1,
  };
  // The rows of the page, each with the length of the texts before it.
  const sized = sql`select rowid, sum(length) over (order by rowid desc) - length as before from (
    select rowid, length(edits) + length(diff) as length from recommendations
    where rowid in (${candidates(principal, query, slice)}) order by rowid desc limit ${slice.limit}
  )`;
  const [rows, available, counted, head, known] = await db.batch([
    db
      .select(listed)
      .from(recommendations)
      .innerJoin(validations, eq(validations.id, recommendations.validation_id))
      .where(sql`${rowid} in (select rowid from (${sized}) where before < ${MAX_PAGE_TEXT_LENGTH})`)
      .orderBy(desc(rowid)),
    db
      .select({ n: sql<number>`count(*)` })
      .from(
        sql`(select 1 from recommendations where rowid in (${candidates(principal, query, slice)}) limit ${slice.limit})`,
      ),
    countOf(db, principal, query),
    selectHead(db),
    db
      .select({ id: recommendations.id })
      .from(recommendations)
      .where(and(eq(recommendations.id, cursor ?? ''), inVisibleFamily(principal, recommendations.family))),
  ]);
  if (cursor !== undefined && known.length === 0) return undefined;
  const isCut = rows.length < (available[0]?.n ?? 0);
  return toPage(rows.map(toListItem), {
    // The last row of a page that is cut goes to the next one, as the row beyond the limit does. Several rows always fit.
    limit: isCut ? rows.length - 1 : query.limit,
    counted: counted[0]?.n ?? 0,
    isExact: query.validation_id === undefined,
    position: toPosition(head),
  });
}

/** Selects the rowids that may be on the page. */
function candidates(principal: Principal, filters: Filters, slice: Slice): SQL {
  if (filters.validation_id !== undefined) {
    return rowidsWhere(recommendations, rowFilters(principal, filters) ?? sql`true`, slice);
  }
  const { rule_id, status, severity, family } = filters;
  const isFiltered = [rule_id, status, severity, family].some((facet) => facet !== undefined);
  if (principal.families === null && !isFiltered) return rowidsWhere(recommendations, sql`true`, slice);
  const combinations = sql`select distinct status, severity, family from ${recommendationTotals}
    where n > 0 and ${totalFilters(principal, filters) ?? sql`true`}`;
  const ofCombination = sql`${recommendations.status} = t.status and ${recommendations.severity} = t.severity
    and ${recommendations.family} = t.family`;
  const ofRule =
    rule_id === undefined ? ofCombination : sql`${recommendations.rule_id} = ${rule_id} and ${ofCombination}`;
  return rowidsOfCombinations(recommendations, combinations, ofRule, slice);
}

function countOf(db: Database, principal: Principal, filters: Filters) {
  if (filters.validation_id !== undefined) {
    const slice: Slice = { behindCursor: () => undefined, order: (at) => at, limit: COUNT_LIMIT };
    return selectBoundedCount(db, candidates(principal, filters, slice));
  }
  return db
    .select({ n: sql<number>`coalesce(sum(${recommendationTotals.n}), 0)` })
    .from(recommendationTotals)
    .where(totalFilters(principal, filters));
}

function totalFilters(principal: Principal, { status, severity, rule_id, family }: Filters): SQL | undefined {
  return and(
    inVisibleFamily(principal, recommendationTotals.family),
    status && eq(recommendationTotals.status, status),
    severity && eq(recommendationTotals.severity, severity),
    rule_id === undefined ? undefined : eq(recommendationTotals.rule_id, rule_id),
    family === undefined ? undefined : eq(recommendationTotals.family, family),
  );
}

function rowFilters(principal: Principal, filters: Filters): SQL | undefined {
  const { validation_id, status, severity, rule_id, family } = filters;
  return and(
    inVisibleFamily(principal, recommendations.family),
    validation_id === undefined ? undefined : eq(recommendations.validation_id, validation_id),
    status && eq(recommendations.status, status),
    severity && eq(recommendations.severity, severity),
    rule_id === undefined ? undefined : eq(recommendations.rule_id, rule_id),
    family === undefined ? undefined : eq(recommendations.family, family),
  );
}

/**
 * Counts recommendations by rule, most frequent first, with the newest title of each rule; and the position of the log
 * that the counts include.
 */
export async function groupRecommendations(
  db: Database,
  principal: Principal,
  filters: { status: RecommendationStatus; family?: string },
): Promise<{ results: RecommendationGroup[]; position: number }> {
  const newest = sql`select id from recommendations r
    where r.rule_id = ${recommendationTotals.rule_id} and r.status = ${filters.status}
      and r.severity = ${recommendationTotals.severity} and r.family = ${recommendationTotals.family}
    order by r.rowid desc limit 1`;
  const [rows, head] = await db.batch([
    db
      .select({
        rule_id: recommendationTotals.rule_id,
        severity: recommendationTotals.severity,
        family: recommendationTotals.family,
        n: recommendationTotals.n,
        title: sql<string>`(select title from recommendations where id = (${newest}))`,
        fixable: sql<number>`(select edits <> '[]' from recommendations where id = (${newest}))`,
      })
      .from(recommendationTotals)
      .where(and(sql`${recommendationTotals.n} > 0`, totalFilters(principal, filters))),
    selectHead(db),
  ]);
  return { results: join(rows), position: toPosition(head) };
}

interface GroupRow {
  rule_id: string;
  severity: Level;
  family: string;
  n: number;
  title: string;
  fixable: number;
}

function join(rows: readonly GroupRow[]): RecommendationGroup[] {
  const groups = new Map<string, RecommendationGroup>();
  for (const { rule_id, severity, family, n, title, fixable } of rows) {
    const group = groups.get(rule_id) ?? {
      rule_id,
      title,
      total: 0,
      fixable: false,
      by_severity: { error: 0, warning: 0, info: 0 },
      by_family: {},
    };
    group.total += n;
    group.fixable ||= fixable === 1;
    group.by_severity[severity] += n;
    group.by_family[family] = (group.by_family[family] ?? 0) + n;
    groups.set(rule_id, group);
  }
  return [...groups.values()].toSorted((a, b) => b.total - a.total || a.rule_id.localeCompare(b.rule_id));
}
