/** Packs superseded versions: their findings, the events of these, and their texts. */
import { and, sql, type inArray, type SQL } from 'drizzle-orm';
import { MAX_PACKED_FINDINGS_PER_STEP, MAX_PACKED_TEXT_BYTES_PER_STEP } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { thinEvents } from './events.ts';
import { packBody, unpackBody, type PackedFindings } from './packed-findings.ts';
import { emptyPacked, selectPackable } from './packed-texts.ts';
import { pack, WITH_DICTIONARY_HEX } from './packing.ts';
import { toParameters } from './parameters.ts';
import { events, issues, packedFindings, packedTexts, recommendations, validations } from './schema.ts';

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
 * Looks at some validations, in the order of their rowids, and packs the versions that they superseded. A version whose
 * findings another result refers to stays as it is.
 *
 * @returns the rowid of the last validation that was old enough and looked at, and whether there may be more of them
 */
export async function packVersions(
  db: Database,
  { after, before, limit }: PackingStep,
): Promise<{ after: number; isDone: boolean }> {
  const found = await findSuperseded(db, { after, before, limit });
  // At least one, and no more findings and texts than a request may hold.
  let findings = 0;
  let bytes = 0;
  const taken = found.filter((one, index) => {
    findings += one.findings ?? 0;
    bytes += one.bytes ?? 0;
    return (
      index === 0 || (findings <= MAX_PACKED_FINDINGS_PER_STEP && bytes <= MAX_PACKED_TEXT_BYTES_PER_STEP)
    );
  });
  const ids = taken.flatMap(({ id }) => (id === null ? [] : [id]));
  if (ids.length > 0) await packEach(db, ids);
  return {
    after: taken.at(-1)?.newer ?? after,
    isDone: found.length < limit && taken.length === found.length,
  };
}

/**
 * The versions that may be packed, each with the rowid of the one that superseded it; and those that superseded none. Those that
 * an earlier version packed without a dictionary are packed again.
 */
function findSuperseded(db: Database, { after, before, limit }: PackingStep) {
  const { counts_error, counts_warning, counts_info } = validations;
  return db
    .select({
      newer: sql<number>`newer.place`.as('newer_place'),
      id: sql<string | null>`${validations.id}`.as('superseded_id'),
      findings: sql<number | null>`${counts_error} + ${counts_warning} + ${counts_info}`.as('findings'),
      bytes: sql<
        number | null
      >`(select byte_length from texts where sha256 = ${validations.content_sha256})`.as('bytes'),
    })
    .from(
      sql`(select rowid as place, created_at, supersedes from validations
        where rowid > ${after} order by rowid limit ${limit}) newer`,
    )
    .leftJoin(
      validations,
      sql`${validations.id} = newer.supersedes and ${validations.superseded_by} is not null
        and not exists (select 1 from packed_findings where place = ${validations}.rowid
          and hex(substr(body, 1, 1)) = ${WITH_DICTIONARY_HEX})
        and not exists (select 1 from validations same where same.content_sha256 = ${validations.content_sha256}
          and same.file_path = ${validations.file_path} and same.issues_of = ${validations.id})`,
    )
    .where(sql`newer.created_at < ${before}`)
    .orderBy(sql`newer.place`);
}

async function packEach(db: Database, ids: readonly string[]): Promise<void> {
  const [issueRows, recommendationRows, eventRows, packedRows, textRows] = await db.batch([
    db.select().from(issues).where(isAmong(issues.validation_id, ids)),
    db
      .select()
      .from(recommendations)
      .where(and(isAmong(recommendations.validation_id, ids), isUndecided))
      .orderBy(recommendations.validation_id, recommendations.ordinal),
    db.select().from(events).where(isCreation(ids)).orderBy(events.id),
    db
      .select({ id: validations.id, body: sql<string>`hex(${packedFindings.body})`.as('packed_body') })
      .from(validations)
      .innerJoin(packedFindings, sql`${packedFindings.place} = ${validations}.rowid`)
      .where(isAmong(validations.id, ids)),
    selectPackable(db, ids),
  ]);
  const issuesOf = Map.groupBy(issueRows, (row) => row.validation_id);
  const recommendationsOf = Map.groupBy(recommendationRows, (row) => row.validation_id);
  const eventsOf = Map.groupBy(eventRows, (row) => row.validation_id);
  const packedOf = new Map(packedRows.map(({ id, body }) => [id, unpackBody(id, body)]));
  const bodies = ids.flatMap((id) => {
    const packed = packedOf.get(id);
    const made = [...(packed?.recommendations ?? []), ...(recommendationsOf.get(id) ?? [])];
    const madeIds = new Set(made.map((row) => row.id));
    const body: PackedFindings = {
      issues: [...(packed?.issues ?? []), ...(issuesOf.get(id) ?? [])],
      recommendations: made,
      events: (eventsOf.get(id) ?? []).filter((row) => madeIds.has(row.recommendation_id ?? '')),
    };
    if (body.issues.length + made.length === 0) return [];
    return [{ id, body: packBody(body), made: [...madeIds], told: body.events.map((row) => row.id) }];
  });
  const findings = inserting(
    db,
    packedFindings,
    bodies.map(({ id, body }) => ({ id, body })),
  );
  const contents = inserting(
    db,
    packedTexts,
    textRows.map(({ id, content }) => ({ id, body: pack(content) })),
  );
  const kept = bodies.filter(({ id }) => !findings.left.has(id));
  const made = kept.flatMap((one) => one.made);
  const emptied = textRows.map(({ id }) => id).filter((id) => !contents.left.has(id));
  const keptIds = kept.map(({ id }) => id);
  const statements = [...findings.statements, ...contents.statements];
  if (statements.length === 0) return;
  const changes = [
    ...statements,
    db.delete(issues).where(isAmong(issues.validation_id, keptIds)),
    db.delete(recommendations).where(and(isAmong(recommendations.id, made), isUndecided)),
    ...thinEvents(
      db,
      isAmong(
        events.id,
        kept.flatMap(({ told }) => told),
      ),
    ),
  ];
  await db.$client.batch([
    ...changes.map((change) => {
      const { sql: text, params } = change.toSQL();
      return db.$client.prepare(text).bind(...params);
    }),
    emptyPacked(db, emptied),
  ]);
}

const isAmong = (column: Parameters<typeof inArray>[0], ids: readonly (string | number)[]): SQL =>
  sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;

/** Events of the creation of recommendations. Those that a webhook has still to send stay in the log. */
const isCreation = (ids: readonly string[]) =>
  and(
    isAmong(events.validation_id, ids),
    sql`${events.type} = 'recommendation_created'
      and not exists (select 1 from webhooks where reached < ${events.id})`,
  );

/** Statements: store what is packed of validations. Those that fit into no parameter stay as they are. */
function inserting(
  db: Database,
  table: typeof packedFindings | typeof packedTexts,
  packed: readonly { id: string; body: string }[],
) {
  const { groups, tooLarge } = toParameters(packed);
  return {
    statements: groups.map((group) =>
      db
        .insert(table)
        .select(
          sql`select v.rowid, unhex(one.value->>'body') from json_each(${group}) one
            cross join validations v on v.id = one.value->>'id' where true`,
        )
        .onConflictDoUpdate({ target: table.place, set: { body: sql`excluded.body` } }),
    ),
    left: new Set(tooLarge.map(({ id }) => id)),
  };
}
