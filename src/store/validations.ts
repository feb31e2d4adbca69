import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { ValidationDetail } from '../shared/api/validations.ts';
import { judgeGate, type GateFigures } from '../shared/gate.ts';
import { VALIDATION_TYPES, type Issue, type Validation } from '../shared/things.ts';
import { toCompared } from './comparisons.ts';
import { ask, question, type Answers, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { askHead } from './events.ts';
import { gatesOf, selectGateLimits } from './gates.ts';
import { selectIssues, issueOfRow } from './issues.ts';
import { askPacked, inOrder, isNotPacked } from './packed-findings.ts';
import { valuesOf } from './parameters.ts';
import { selectRecommendations, toRecommendation } from './recommendations.ts';
import { validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** Most inputs that a text was validated with and that are looked at for another one. Older ones are validated again. */
const MAX_KNOWN_INPUTS = 20;

export const validationTypesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(VALIDATION_TYPES)));

/**
 * Statement: stores a validation.
 *
 * @param inputsSha256 - SHA-256 of everything but the text that its findings depend on
 */
export function insertValidation(
  db: Database,
  { counts, reused_from, commit, compared: _later, ...validation }: Validation,
  inputsSha256: string,
) {
  return db.insert(validations).values({
    ...validation,
    commit_sha: commit ?? null,
    counts_error: counts.error,
    counts_warning: counts.warning,
    counts_info: counts.info,
    validation_types: JSON.stringify(validation.validation_types),
    issues_of: reused_from ?? null,
    inputs_sha256: inputsSha256,
  });
}

/** A row as the API shows it. Columns are named one by one, so that a new column is not published by accident. */
export function toValidation(row: typeof validations.$inferSelect): Validation {
  return {
    id: row.id,
    file_path: row.file_path,
    family: row.family,
    content_sha256: row.content_sha256,
    status: row.status,
    outcome: row.outcome,
    review: row.review,
    validation_types: v.parse(validationTypesColumn, row.validation_types),
    ruleset: row.ruleset,
    created_at: row.created_at,
    updated_at: row.updated_at,
    duration_ms: row.duration_ms,
    counts: { error: row.counts_error, warning: row.counts_warning, info: row.counts_info },
    ...(row.workflow_id !== null && { workflow_id: row.workflow_id }),
    ...(row.parent_validation_id !== null && { parent_validation_id: row.parent_validation_id }),
    ...(row.issues_of !== null && { reused_from: row.issues_of }),
    ...(row.ref !== '' && { ref: row.ref }),
    ...(row.commit_sha !== null && { commit: row.commit_sha }),
    ...(row.superseded_by !== null && { superseded_by: row.superseded_by }),
    ...(row.enhanced_sha256 !== null && { enhanced_sha256: row.enhanced_sha256 }),
    ...(row.compared !== null && { compared: toCompared(row.compared) }),
    ...(row.notes !== null && { notes: row.notes }),
  };
}

/**
 * Reads one validation with its issues and recommendations, and the position of the log that they include.
 *
 * @returns undefined when there is none that the principal may see
 */
export async function readValidation(
  db: Database,
  principal: Principal,
  id: string,
): Promise<ValidationDetail | undefined> {
  return toDetail(await ask(db, ...askDetail(db, principal, id)));
}

/** Questions: what is a validation, with its findings? Convert the answers with {@link toDetail}. */
export function askDetail(db: Database, principal: Principal, id: string) {
  return [
    askValidation(db, principal, id),
    question(selectIssues(db, id), (rows) => rows),
    question(selectRecommendations(db, id), (rows) => rows),
    question(selectGateLimits(db, sql`(select family from validations where id = ${id})`), gatesOf),
    askHead(db),
    askPacked(db, id),
  ] as const;
}

/** Puts the answers together; undefined when there is none that the principal may see. */
export function toDetail([validation, issueRows, recommendationRows, gates, position, packed]: Answers<
  ReturnType<typeof askDetail>
>): ValidationDetail | undefined {
  if (!validation) return undefined;
  const issues = inOrder(issueRows, packed.issues).map(issueOfRow);
  const recommendations = inOrder(recommendationRows, packed.recommendations).map(toRecommendation);
  const gate = gates.get(validation.family)?.gate;
  return {
    validation,
    issues,
    recommendations,
    ...(gate && validation.outcome !== null && { gate: judgeGate(gate, figuresOf(validation, issues)) }),
    position,
  };
}

function figuresOf({ counts, compared }: Validation, issues: readonly Issue[]): GateFigures {
  const byRule = Map.groupBy(issues, ({ rule_id }) => rule_id);
  return {
    new: compared?.new ?? { error: 0, warning: 0, info: 0 },
    all: counts,
    rules: new Map([...byRule].map(([id, { length }]) => [id, length])),
  };
}

/** The part of a validation that a review decision depends on. */
export type DecidableValidation = Pick<Validation, 'id' | 'file_path' | 'family' | 'review'>;

/** Question: which of some validations may the principal see? By id. */
export function askDecidableReviews(
  db: Database,
  principal: Principal,
  ids: readonly string[],
): Question<ReadonlyMap<string, DecidableValidation>> {
  const { id, file_path, family, review } = validations;
  return question(
    db
      .select({ id, file_path, family, review })
      .from(validations)
      .where(and(sql`${id} in (${valuesOf(ids)})`, inVisibleFamily(principal, family))),
    (rows) => new Map(rows.map((row) => [row.id, row])),
  );
}

/** Question: what is a validation, without its findings? Undefined when the principal may see none. */
export function askValidation(
  db: Database,
  principal: Principal,
  id: string,
): Question<Validation | undefined> {
  return question(
    db
      .select()
      .from(validations)
      .where(and(eq(validations.id, id), inVisibleFamily(principal, validations.family))),
    ([row]) => row && toValidation(row),
  );
}

/**
 * Question: what are many validations, without their findings, the newest first?
 *
 * @param ids - a select of ids that the principal may see
 */
export function askValidations(db: Database, ids: SQL): Question<Validation[]> {
  return question(
    db
      .select()
      .from(validations)
      .where(sql`${validations.id} in (${ids})`)
      .orderBy(desc(sql`${validations}.rowid`)),
    (rows) => rows.map(toValidation),
  );
}

/** The condition for one validation. */
export function isValidation(id: string): SQL {
  return eq(validations.id, id);
}

/** A column of one validation, as a value in another statement. */
export function columnOf(id: string, name: 'family' | 'ref' | 'file_path'): SQL {
  return sql`(select ${sql.raw(name)} from validations where id = ${id})`;
}

/** A validation with what its findings depend on beside its text. */
export interface KnownFindings {
  validation: Validation;
  inputs_sha256: string;
}

/**
 * Question: which completed validations of the document of a validation have a text? The newest with each inputs, and of
 * many inputs the newest.
 *
 * @param sha256 - of the text; when left out, that of the validation's enhanced text, or of its own when it has none
 */
export function askKnownOf(db: Database, id: string, sha256?: string): Question<KnownFindings[]> {
  const of = sql`(select family, file_path,
      ${sha256 === undefined ? sql`coalesce(enhanced_sha256, content_sha256)` : sql`${sha256}`} as sha256
    from validations where id = ${id}) asked`;
  // The unary plus keeps SQLite from the index on families, which matches far more rows than the one on text and path.
  const newest = sql`select max(same.rowid) from ${of} cross join validations same
    on same.content_sha256 = asked.sha256 and same.file_path = asked.file_path
    where +same.family = asked.family and same.status = 'completed'
      and not exists (select 1 from packed_findings where place = same.rowid)
    group by same.inputs_sha256 order by 1 desc limit ${MAX_KNOWN_INPUTS}`;
  return question(
    db
      .select()
      .from(validations)
      .where(sql`${validations}.rowid in (${newest})`),
    (rows) =>
      rows.flatMap((row) =>
        row.inputs_sha256 === null
          ? []
          : [{ validation: toValidation(row), inputs_sha256: row.inputs_sha256 }],
      ),
  );
}

/** A document whose findings may be known already. */
export interface KnownQuestion {
  content_sha256: string;
  file_path: string;
  /** SHA-256 of everything but the text that the findings depend on. */
  inputs_sha256: string;
}

/** Finds, for documents of a family, the newest completed validation of the same text with the same inputs. By path. */
export async function readKnown(
  db: Database,
  family: string,
  questions: readonly KnownQuestion[],
): Promise<ReadonlyMap<string, Validation>> {
  // The unary plus keeps SQLite from the index on families, which matches far more rows than the one on text and path.
  const newest = sql`select (
      select validations.rowid from validations
      where content_sha256 = one.value->>'content_sha256' and file_path = one.value->>'file_path'
        and +family = ${family} and inputs_sha256 = one.value->>'inputs_sha256' and status = 'completed' and ${isNotPacked}
      order by validations.rowid desc limit 1
    ) from json_each(${JSON.stringify(questions)}) one`;
  const rows = await db
    .select()
    .from(validations)
    .where(sql`${validations}.rowid in (${newest})`);
  return new Map(rows.map((row) => [row.file_path, toValidation(row)]));
}
