/**
 * Findings of superseded versions, packed: what is read with its version only is a compressed text instead of a row for each
 * finding, with all its indexes. What was decided stays as it is. Upkeep packs: see pack-versions.ts.
 */
import { sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import type { EventRow } from './events.ts';
import { columnsSchema, fromColumns, toColumns, type Cell } from './packed-columns.ts';
import { packFindingsText, unpack } from './packing.ts';
import { packedFindings, validations, type issues, type recommendations } from './schema.ts';

export type IssueRow = typeof issues.$inferSelect;
export type RecommendationRow = typeof recommendations.$inferSelect;

/** Rows as they were, except what only decisions need: the keys of findings and of edits. */
export interface PackedFindings {
  issues: IssueRow[];
  recommendations: RecommendationRow[];
  /** The events of the creation of the recommendations. */
  events: EventRow[];
}

const NOTHING: PackedFindings = { issues: [], recommendations: [], events: [] };

/** Issues by validation, each in their order. */
export type PackedIssues = ReadonlyMap<string, readonly IssueRow[]>;

const rowsSchema = v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))));
const bodySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({ issues: columnsSchema, recommendations: columnsSchema, events: columnsSchema }),
    // As it was before there was a dictionary.
    v.object({ issues: rowsSchema, recommendations: rowsSchema }),
  ]),
);

/** What an event says of a recommendation that nobody has decided on. */
function payloadOf({ title, recommendation_type, severity, rule_id }: RecommendationRow): string {
  return JSON.stringify({ title, recommendation_type, status: 'proposed', severity, rule_id });
}

/** @returns hexadecimal digits */
export function packBody({ issues: found, recommendations: made, events }: PackedFindings): string {
  const byId = new Map(made.map((row, index) => [row.id, { row, index }]));
  const told = events.map(({ id, timestamp, actor, workflow_id, family, recommendation_id, payload }) => {
    const of = byId.get(recommendation_id ?? '');
    const isUsual = of !== undefined && payload === payloadOf(of.row);
    return {
      id,
      of: of?.index ?? -1,
      timestamp,
      actor,
      workflow_id,
      family,
      payload: isUsual ? null : payload,
    };
  });
  return packFindingsText(
    JSON.stringify({
      issues: toColumns(found, ['validation_id']),
      recommendations: toColumns(made, ['validation_id', 'findings_key', 'edits_key']),
      events: toColumns(told),
    }),
  );
}

/** @param validationId - of the validation that it is packed with */
export function unpackBody(validationId: string, hex: string): PackedFindings {
  const body = v.parse(bodySchema, unpack(hex));
  if (!('events' in body)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rows are those of the tables
    return { ...NOTHING, ...(body as unknown as Pick<PackedFindings, 'issues' | 'recommendations'>) };
  }
  const ofIt = { validation_id: validationId };
  const made = fromColumns(body.recommendations).map((row) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    return { ...row, ...ofIt, findings_key: null, edits_key: null } as unknown as RecommendationRow;
  });
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    issues: fromColumns(body.issues).map((row) => ({ ...row, ...ofIt })) as unknown as IssueRow[],
    recommendations: made,
    events: fromColumns(body.events).flatMap((row) => eventOf(row, made)),
  };
}

function eventOf(
  { of, payload, ...row }: Record<string, Cell>,
  made: readonly RecommendationRow[],
): EventRow[] {
  const about = made[Number(of)];
  if (!about) return [];
  return [
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
    {
      ...row,
      type: 'recommendation_created',
      validation_id: about.validation_id,
      recommendation_id: about.id,
      payload: payload ?? payloadOf(about),
    } as unknown as EventRow,
  ];
}

/** That the findings of a validation are not packed. They can be those of another validation only as long as they are not. */
export const isNotPacked = sql`not exists (select 1 from packed_findings where place = ${validations}.rowid)`;

/** Question: what is packed of a validation? Nothing of most. */
export function askPacked(db: Database, validationId: string | SQL): Question<PackedFindings> {
  return question(
    db
      .select({
        id: sql<string>`${validations.id}`.as('packed_id'),
        body: sql<string>`hex(${packedFindings.body})`.as('packed_body'),
      })
      .from(validations)
      .innerJoin(packedFindings, sql`${packedFindings.place} = ${validations}.rowid`)
      .where(sql`${validations.id} = ${validationId}`),
    ([row]) => (row ? unpackBody(row.id, row.body) : NOTHING),
  );
}

/** Question: which issues of some validations are packed? By validation. */
export function askPackedIssuesOf(db: Database, validationIds: SQL): Question<PackedIssues> {
  return question(
    db
      .select({ id: validations.id, body: sql<string>`hex(${packedFindings.body})`.as('packed_body') })
      .from(validations)
      .innerJoin(packedFindings, sql`${packedFindings.place} = ${validations}.rowid`)
      .where(sql`${validations.id} in (${validationIds})`),
    (rows) => new Map(rows.map(({ id, body }) => [id, unpackBody(id, body).issues])),
  );
}

/** Rows of both, in their order. */
export function inOrder<Row extends { ordinal: number }>(
  rows: readonly Row[],
  packed: readonly Row[],
): Row[] {
  return [...rows, ...packed].toSorted((a, b) => a.ordinal - b.ordinal);
}
