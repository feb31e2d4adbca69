import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { ServedFamilies } from '../shared/served-families.ts';
import {
  approvedEditSchema,
  editSchema,
  type Level,
  type Recommendation,
  type RecommendationListItem,
  type RecommendationStatus,
} from '../shared/things.ts';
import { ask, question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { isNewest } from './decisions.ts';
import { askHead } from './events.ts';
import { jsonParameters } from './parameters.ts';
import { documents, recommendations, validations } from './schema.ts';
import { inServedFamily, inVisibleFamily } from './visibility.ts';

const editsColumn = v.pipe(v.string(), v.parseJson(), v.array(editSchema));
export const approvedEditsColumn = v.pipe(v.string(), v.parseJson(), v.array(approvedEditSchema));

/** Why a recommendation whose like was approved is proposed again. */
const CHANGED = 'Approved in an earlier version. The change that it makes is another one now.';

/**
 * Statements: store a document's recommendations in their order, unless it goes on with those that it has. What was decided
 * about the same findings before is decided for them too.
 */
export function insertRecommendations(
  db: Database,
  family: string,
  made: readonly Recommendation[],
  keys: readonly { findings_key: string | null; edits_key: string }[],
) {
  const rows = made.map((recommendation, ordinal) => ({ ...recommendation, ...keys[ordinal], ordinal }));
  const isSame = sql`d.status in ('approved', 'applied') and d.edits_key = value->>'edits_key'`;
  // An object, so that they are read once, not once for each recommendation.
  const earlier = sql`(
    select json_group_object(r.findings_key, coalesce(r.proposed_at, r.created_at)) as proposed from validations v
      cross join documents d on d.family = v.family and d.ref = v.ref and d.file_path = v.file_path
      cross join recommendations r on r.validation_id = d.validation_id
      where v.id = ${made[0]?.validation_id ?? null} and r.findings_key is not null
  ) earlier`;
  const { id, status, approved_edits, carried_from, reviewer, notes } = recommendations;
  return jsonParameters(rows).map((parameter) =>
    db
      .insert(recommendations)
      .select(
        sql`select value->>'id', value->>'validation_id', value->>'ordinal', value->>'title', value->>'instruction',
        value->>'rationale', value->>'rule_id', value->>'severity', value->>'scope',
        value->>'recommendation_type', value->>'confidence',
        case when d.status = 'rejected' then 'rejected' when ${isSame} then 'approved' else value->>'status' end,
        value->'edits', value->>'diff', case when d.status = 'rejected' or ${isSame} then d.reviewer end,
        case when d.status = 'rejected' or ${isSame} then d.notes when d.status is not null then ${CHANGED} end,
        value->>'created_at', value->>'updated_at', ${family}, case when ${isSame} then d.approved_edits end,
        value->>'findings_key', value->>'edits_key',
        case when d.status = 'rejected' or ${isSame} then d.recommendation_id end, null, null,
        earlier.proposed->>(value->>'findings_key'), null
        from json_each(${parameter}) left join decisions d on d.findings_key = value->>'findings_key'
        cross join ${earlier}
        where not exists (
          select 1 from recommendations has
          where has.validation_id = value->>'validation_id' and has.created_at <> value->>'created_at'
        ) order by json_each.key`,
      )
      .returning({ id, status, approved_edits, carried_from, reviewer, notes }),
  );
}

/** What {@link insertRecommendations} returns: what was decided about the same findings before. */
export type Carried = Pick<
  typeof recommendations.$inferSelect,
  'id' | 'status' | 'approved_edits' | 'carried_from' | 'reviewer' | 'notes'
>;

/** A recommendation as it is stored, when it was carried over. */
export function withCarried(made: Recommendation, stored: Carried): Recommendation {
  return { ...made, status: stored.status, ...toDecided(stored) };
}

function toDecided({ approved_edits, carried_from, reviewer, notes }: Omit<Carried, 'id' | 'status'>) {
  return {
    ...(approved_edits !== null && { approved_edits: v.parse(approvedEditsColumn, approved_edits) }),
    ...(carried_from !== null && { carried_from }),
    ...(reviewer !== null && { reviewer }),
    ...(notes !== null && { notes }),
  };
}

/** Statement: reads a document's recommendations in their order. Convert the rows with {@link toRecommendation}. */
export function selectRecommendations(db: Database, validationId: string | SQL) {
  return db
    .select()
    .from(recommendations)
    .where(eq(recommendations.validation_id, validationId))
    .orderBy(asc(recommendations.ordinal));
}

/** A recommendation with the key of its findings. */
export interface KeyedRecommendation {
  validationId: string;
  recommendation: Recommendation;
  findingsKey: string | null;
}

/** Reads the recommendations of some validations in their order, by validation. */
export async function readRecommendationsOf(
  db: Database,
  validationIds: readonly string[],
): Promise<ReadonlyMap<string, KeyedRecommendation[]>> {
  const rows = await db
    .select()
    .from(recommendations)
    .where(
      sql`${recommendations.validation_id} in (select value from json_each(${JSON.stringify(validationIds)}))`,
    )
    .orderBy(asc(recommendations.validation_id), asc(recommendations.ordinal));
  const keyed = rows.map((row) => ({
    validationId: row.validation_id,
    recommendation: toRecommendation(row),
    findingsKey: row.findings_key,
  }));
  return Map.groupBy(keyed, ({ validationId }) => validationId);
}

/** A row as the API shows it. */
export function toRecommendation(row: typeof recommendations.$inferSelect): Recommendation {
  return {
    id: row.id,
    validation_id: row.validation_id,
    title: row.title,
    instruction: row.instruction,
    rationale: row.rationale,
    rule_id: row.rule_id,
    severity: row.severity,
    scope: row.scope,
    recommendation_type: row.recommendation_type,
    confidence: row.confidence,
    status: row.status,
    diff: row.diff,
    created_at: row.created_at,
    updated_at: row.updated_at,
    edits: v.parse(editsColumn, row.edits),
    ...toDecided(row),
  };
}

/** The columns of a recommendation in a list. Convert the rows with {@link toListItem}. */
export const listed = {
  recommendation: recommendations,
  file_path: validations.file_path,
};

export function toListItem({
  recommendation,
  file_path,
}: {
  recommendation: typeof recommendations.$inferSelect;
  file_path: string;
}): RecommendationListItem {
  return { ...toRecommendation(recommendation), file_path, family: recommendation.family };
}

/**
 * Reads one recommendation with its document's path and family, and the position of the log that it includes.
 *
 * @returns undefined when there is none that the principal may see
 */
export async function readRecommendation(
  db: Database,
  principal: Principal,
  id: string,
): Promise<{ recommendation: RecommendationListItem; position: number } | undefined> {
  const [recommendation, position] = await ask(db, askRecommendation(db, principal, id), askHead(db));
  return recommendation && { recommendation, position };
}

/** Question: what is a recommendation, with its document's path and family? Undefined when the principal may see none. */
export function askRecommendation(
  db: Database,
  principal: Principal,
  id: string,
): Question<RecommendationListItem | undefined> {
  return question(
    db
      .select(listed)
      .from(recommendations)
      .innerJoin(validations, eq(validations.id, recommendations.validation_id))
      .where(and(eq(recommendations.id, id), inVisibleFamily(principal, validations.family))),
    ([row]) => row && toListItem(row),
  );
}

/** The part of a recommendation that a decision depends on. */
export type DecidableRecommendation = Pick<
  Recommendation,
  'id' | 'validation_id' | 'title' | 'status' | 'approved_edits'
> & {
  family: string;
  /** The number of edits. */
  edits: number;
  /** The next validation of the same document, if there is one. */
  superseded_by: string | null;
  /** Since when the document is no longer there. */
  removed_at: string | null;
};

const decidable = {
  id: recommendations.id,
  validation_id: recommendations.validation_id,
  title: recommendations.title,
  status: recommendations.status,
  approved_edits: recommendations.approved_edits,
  family: recommendations.family,
  edits: sql<number>`json_array_length(${recommendations.edits})`,
  superseded_by: validations.superseded_by,
  removed_at: documents.removed_at,
};

function toDecidable({
  approved_edits,
  ...row
}: Omit<DecidableRecommendation, 'approved_edits'> & {
  approved_edits: string | null;
}): DecidableRecommendation {
  return {
    ...row,
    ...(approved_edits !== null && { approved_edits: v.parse(approvedEditsColumn, approved_edits) }),
  };
}

/**
 * Question: which of some recommendations may the principal see? By id.
 *
 * @param ids - a select of ids
 */
export function askDecidable(
  db: Database,
  principal: Principal,
  ids: SQL,
): Question<ReadonlyMap<string, DecidableRecommendation>> {
  return question(
    db
      .select(decidable)
      .from(recommendations)
      .innerJoin(validations, eq(validations.id, recommendations.validation_id))
      .leftJoin(documents, eq(documents.validation_id, recommendations.validation_id))
      .where(and(sql`${recommendations.id} in (${ids})`, inVisibleFamily(principal, recommendations.family))),
    (rows) => new Map(rows.map((row) => [row.id, toDecidable(row)])),
  );
}

/** The recommendations of a rule that one decision is about. */
export interface OfRule {
  rule_id: string;
  status: RecommendationStatus;
  family?: string;
  severity?: Level;
  /** Only those that did not change after this position of the log. */
  position?: number;
  /** Only those of families that the service serves. */
  served?: ServedFamilies | undefined;
}

function isOfRule(
  principal: Principal,
  { rule_id, status, family, severity, position, served }: OfRule,
): SQL | undefined {
  return and(
    eq(recommendations.rule_id, rule_id),
    eq(recommendations.status, status),
    severity && eq(recommendations.severity, severity),
    family === undefined ? undefined : eq(recommendations.family, family),
    inVisibleFamily(principal, recommendations.family),
    inServedFamily(served, recommendations.family),
    // Nothing is decided on a version that is no longer the newest.
    isNewest,
    position === undefined
      ? undefined
      : sql`not exists (select 1 from events
          where events.recommendation_id = ${recommendations.id} and events.id > ${position})`,
  );
}

/** Selects a rule's recommendations that can be decided on, and that the principal may see: `id` and `place`. */
export function placesOfRule(principal: Principal, wanted: OfRule, limit: number): SQL {
  return sql`select id, rowid as place from ${recommendations} where ${isOfRule(principal, wanted)} limit ${limit}`;
}

/** Question: how many of a rule's recommendations can be decided on, that the principal may see? */
export function askCountOfRule(db: Database, principal: Principal, wanted: OfRule): Question<number> {
  return question(
    db
      .select({ n: sql<number>`count(*)` })
      .from(recommendations)
      .where(isOfRule(principal, wanted)),
    ([row]) => row?.n ?? 0,
  );
}
