/**
 * Findings of superseded versions, packed: what is read with its version only is a compressed text instead of a row for each
 * finding, with all its indexes. What was decided stays as it is.
 */
import { sql, type inArray, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { MAX_PACKED_FINDINGS_PER_STEP } from '../shared/limits.ts';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { pack, unpack } from './packing.ts';
import { toParameters } from './parameters.ts';
import { issues, packedFindings, recommendations, validations } from './schema.ts';

type IssueRow = typeof issues.$inferSelect;
type RecommendationRow = typeof recommendations.$inferSelect;

/** Rows as they were. */
export interface PackedFindings {
  issues: IssueRow[];
  recommendations: RecommendationRow[];
}

/** Issues by validation, each in their order. */
export type PackedIssues = ReadonlyMap<string, readonly IssueRow[]>;

const rowsSchema = v.array(v.record(v.string(), v.nullable(v.union([v.string(), v.number()]))));
const bodySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ issues: rowsSchema, recommendations: rowsSchema }),
);

function readBody(hex: string): PackedFindings {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rows are those of the tables
  return v.parse(bodySchema, unpack(hex)) as unknown as PackedFindings;
}

/** That the findings of a validation are not packed. They can be those of another validation only as long as they are not. */
export const isNotPacked = sql`not exists (select 1 from packed_findings where place = ${validations}.rowid)`;

/** Question: what is packed of a validation? Nothing of most. */
export function askPacked(db: Database, validationId: string | SQL): Question<PackedFindings> {
  const place = sql`(select rowid from validations where id = ${validationId})`;
  return question(
    db
      .select({ body: sql<string>`hex(${packedFindings.body})`.as('packed_body') })
      .from(packedFindings)
      .where(sql`${packedFindings.place} = ${place}`),
    ([row]) => (row ? readBody(row.body) : { issues: [], recommendations: [] }),
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
    (rows) => new Map(rows.map(({ id, body }) => [id, readBody(body).issues])),
  );
}

/** Rows of both, in their order. */
export function inOrder<Row extends { ordinal: number }>(
  rows: readonly Row[],
  packed: readonly Row[],
): Row[] {
  return [...rows, ...packed].toSorted((a, b) => a.ordinal - b.ordinal);
}

/** That nothing was decided on a recommendation, in this version or by what it carries. */
const isUndecided = sql`${recommendations.status} = 'superseded' and ${recommendations.decided_at} is null
  and ${recommendations.batch_id} is null and ${recommendations.before} is null
  and ${recommendations.carried_from} is null and ${recommendations.approved_edits} is null
  and ${recommendations.reviewer} is null
  and not exists (select 1 from decisions where decisions.findings_key = ${recommendations.findings_key}
    and decisions.recommendation_id = ${recommendations.id})`;

export interface PackingStep {
  /** The rowid of the last validation that was looked at. */
  after: number;
  /** Only versions that were superseded before this time, ISO 8601. */
  before: string;
  /** The most validations to look at. */
  limit: number;
}

/**
 * Looks at some validations, in the order of their rowids, and packs the findings of those that they superseded. A version whose
 * findings another result refers to stays as it is.
 *
 * @returns the rowid of the last validation that was old enough and looked at, and whether there may be more of them
 */
export async function packFindings(
  db: Database,
  { after, before, limit }: PackingStep,
): Promise<{ after: number; isDone: boolean }> {
  const found = await findSuperseded(db, { after, before, limit });
  // At least one, and no more findings than a request may hold.
  let findings = 0;
  const taken = found.filter((one, index) => {
    findings += one.findings ?? 0;
    return index === 0 || findings <= MAX_PACKED_FINDINGS_PER_STEP;
  });
  await packVersions(
    db,
    taken.flatMap(({ id }) => (id === null ? [] : [id])),
  );
  return {
    after: taken.at(-1)?.newer ?? after,
    isDone: found.length < limit && taken.length === found.length,
  };
}

/** The versions that may be packed, each with the rowid of the one that superseded it; and those that superseded none. */
function findSuperseded(db: Database, { after, before, limit }: PackingStep) {
  return db
    .select({
      newer: sql<number>`newer.place`.as('newer_place'),
      id: sql<string | null>`${validations.id}`.as('superseded_id'),
      findings: sql<
        number | null
      >`${validations.counts_error} + ${validations.counts_warning} + ${validations.counts_info}`.as(
        'findings',
      ),
    })
    .from(
      sql`(select rowid as place, created_at, supersedes from validations
        where rowid > ${after} order by rowid limit ${limit}) newer`,
    )
    .leftJoin(
      validations,
      sql`${validations.id} = newer.supersedes and ${validations.superseded_by} is not null and ${isNotPacked}
        and not exists (select 1 from validations same where same.content_sha256 = ${validations.content_sha256}
          and same.file_path = ${validations.file_path} and same.issues_of = ${validations.id})`,
    )
    .where(sql`newer.created_at < ${before}`)
    .orderBy(sql`newer.place`);
}

async function packVersions(db: Database, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const [issueRows, recommendationRows] = await db.batch([
    db.select().from(issues).where(isOf(issues.validation_id, ids)),
    db
      .select()
      .from(recommendations)
      .where(sql`${isOf(recommendations.validation_id, ids)} and ${isUndecided}`),
  ]);
  const issuesById = Map.groupBy(issueRows, (row) => row.validation_id);
  const recommendationsById = Map.groupBy(recommendationRows, (row) => row.validation_id);
  const packed = ids.flatMap((id) => {
    const body: PackedFindings = {
      issues: issuesById.get(id) ?? [],
      recommendations: recommendationsById.get(id) ?? [],
    };
    const isEmpty = body.issues.length + body.recommendations.length === 0;
    return isEmpty ? [] : [{ id, body: pack(JSON.stringify(body)) }];
  });
  // One that fits into no parameter stays as it is.
  const { groups, tooLarge } = toParameters(packed);
  const isLarge = new Set(tooLarge.map(({ id }) => id));
  const kept = packed.map(({ id }) => id).filter((id) => !isLarge.has(id));
  const undecided = recommendationRows.filter((row) => !isLarge.has(row.validation_id)).map(({ id }) => id);
  const [first, ...more] = groups.map((group) =>
    db
      .insert(packedFindings)
      .select(
        sql`select v.rowid, unhex(one.value->>'body') from json_each(${group}) one
          cross join validations v on v.id = one.value->>'id' where true`,
      )
      .onConflictDoNothing(),
  );
  if (!first) return;
  await db.batch([
    first,
    ...more,
    db.delete(issues).where(isOf(issues.validation_id, kept)),
    db.delete(recommendations).where(sql`${isOf(recommendations.id, undecided)} and ${isUndecided}`),
  ]);
}

const isOf = (column: Parameters<typeof inArray>[0], ids: readonly string[]) =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
