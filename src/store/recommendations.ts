import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { Page, RecommendationListQuery } from '../shared/api.ts';
import { editSchema, type Recommendation, type RecommendationListItem } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { selectBoundedCount, toPage } from './paging.ts';
import { recommendations, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

const editsColumn = v.pipe(v.string(), v.parseJson(), v.array(editSchema));

/** Statement: keeps a document's recommendations in their order, by one JSON parameter. */
export function insertRecommendations(db: Database, made: readonly Recommendation[]) {
  return db.insert(recommendations).select(
    sql`select value->>'id', value->>'validation_id', key, value->>'title', value->>'instruction',
      value->>'rationale', value->>'rule_id', value->>'severity', value->>'scope',
      value->>'recommendation_type', value->>'confidence', value->>'status', value->'edits', value->>'diff',
      value->>'reviewer', value->>'notes', value->>'created_at', value->>'updated_at'
      from json_each(${JSON.stringify(made)})`,
  );
}

/** Statement: a document's recommendations in their order. Read the rows with {@link toRecommendation}. */
export function selectRecommendations(db: Database, validationId: string) {
  return db
    .select()
    .from(recommendations)
    .where(eq(recommendations.validation_id, validationId))
    .orderBy(asc(recommendations.ordinal));
}

export function toRecommendation(row: typeof recommendations.$inferSelect): Recommendation {
  const { ordinal: _place, edits, reviewer, notes, ...columns } = row;
  return {
    ...columns,
    edits: v.parse(editsColumn, edits),
    ...(reviewer !== null && { reviewer }),
    ...(notes !== null && { notes }),
  };
}

const listed = {
  recommendation: recommendations,
  file_path: validations.file_path,
  family: validations.family,
};

function toListItem(row: {
  recommendation: typeof recommendations.$inferSelect;
  file_path: string;
  family: string;
}): RecommendationListItem {
  return {
    ...toRecommendation(row.recommendation),
    file_path: row.file_path,
    family: row.family,
  };
}

/** A page of recommendations, newest first, with the position that it includes; undefined when the cursor is none of this list. */
export async function listRecommendations(
  db: Database,
  principal: Principal,
  query: RecommendationListQuery,
): Promise<Page<RecommendationListItem> | undefined> {
  const matching = and(
    inVisibleFamily(principal, validations.family),
    query.validation_id === undefined ? undefined : eq(recommendations.validation_id, query.validation_id),
    query.status && eq(recommendations.status, query.status),
    query.severity && eq(recommendations.severity, query.severity),
    query.rule_id === undefined ? undefined : eq(recommendations.rule_id, query.rule_id),
    query.family === undefined ? undefined : eq(validations.family, query.family),
  );
  const ofValidation = eq(validations.id, recommendations.validation_id);
  const [rows, counted, head, cursor] = await db.batch([
    db
      .select(listed)
      .from(recommendations)
      .innerJoin(validations, ofValidation)
      .where(and(matching, query.cursor === undefined ? undefined : lt(recommendations.id, query.cursor)))
      .orderBy(desc(recommendations.id))
      .limit(query.limit + 1),
    selectBoundedCount(
      db,
      sql`from ${recommendations} join ${validations} on ${ofValidation} where ${matching ?? sql`true`}`,
    ),
    selectHead(db),
    db
      .select({ id: recommendations.id })
      .from(recommendations)
      .innerJoin(validations, ofValidation)
      .where(and(eq(recommendations.id, query.cursor ?? ''), inVisibleFamily(principal, validations.family))),
  ]);
  if (query.cursor !== undefined && cursor.length === 0) return undefined;
  return toPage(rows.map(toListItem), {
    limit: query.limit,
    counted: counted[0]?.n ?? 0,
    position: toPosition(head),
  });
}

/** One recommendation with its document, and the position that it includes; undefined when the principal may see none. */
export async function readRecommendation(
  db: Database,
  principal: Principal,
  id: string,
): Promise<{ recommendation: RecommendationListItem; position: number } | undefined> {
  const [rows, head] = await db.batch([
    db
      .select(listed)
      .from(recommendations)
      .innerJoin(validations, eq(validations.id, recommendations.validation_id))
      .where(and(eq(recommendations.id, id), inVisibleFamily(principal, validations.family))),
    selectHead(db),
  ]);
  const [row] = rows;
  return row && { recommendation: toListItem(row), position: toPosition(head) };
}
