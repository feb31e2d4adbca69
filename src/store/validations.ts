import { and, eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { ValidationDetail } from '../shared/api/validations.ts';
import { VALIDATION_TYPES, type Validation } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { selectIssues, issueOfRow } from './issues.ts';
import { selectRecommendations, toRecommendation } from './recommendations.ts';
import { validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

export const validationTypesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(VALIDATION_TYPES)));

/**
 * Statement: keeps a validation.
 *
 * @param inputs - SHA-256 of all that its findings depend on beside the text
 */
export function insertValidation(
  db: Database,
  { counts, reused_from, ...validation }: Validation,
  inputs: string,
) {
  return db.insert(validations).values({
    ...validation,
    counts_error: counts.error,
    counts_warning: counts.warning,
    counts_info: counts.info,
    validation_types: JSON.stringify(validation.validation_types),
    issues_of: reused_from ?? null,
    inputs_sha256: inputs,
  });
}

export function toValidation(row: typeof validations.$inferSelect): Validation {
  const { counts_error, counts_warning, counts_info, ...rest } = row;
  const { workflow_id, parent_validation_id, notes, enhanced_sha256, issues_of, ...more } = rest;
  const { enhanced_base_sha256: _base, inputs_sha256: _inputs, ...columns } = more;
  return {
    ...columns,
    counts: { error: counts_error, warning: counts_warning, info: counts_info },
    validation_types: v.parse(validationTypesColumn, row.validation_types),
    ...(workflow_id !== null && { workflow_id }),
    ...(parent_validation_id !== null && { parent_validation_id }),
    ...(issues_of !== null && { reused_from: issues_of }),
    ...(enhanced_sha256 !== null && { enhanced_sha256 }),
    ...(notes !== null && { notes }),
  };
}

/** One validation with all that was found, and the position that it includes; undefined when the principal may see none. */
export async function readValidation(
  db: Database,
  principal: Principal,
  id: string,
): Promise<ValidationDetail | undefined> {
  const [rows, issueRows, recommendationRows, head] = await db.batch([
    db
      .select()
      .from(validations)
      .where(and(eq(validations.id, id), inVisibleFamily(principal, validations.family))),
    selectIssues(db, id),
    selectRecommendations(db, id),
    selectHead(db),
  ]);
  const [row] = rows;
  if (!row) return undefined;
  return {
    validation: toValidation(row),
    issues: issueRows.map(issueOfRow),
    recommendations: recommendationRows.map(toRecommendation),
    position: toPosition(head),
  };
}

/** What a decision about a review looks at. */
export type DecidableValidation = Pick<Validation, 'id' | 'file_path' | 'family' | 'review'>;

/** What is to be decided on, of those that the principal may see. */
export async function readDecidableReviews(
  db: Database,
  principal: Principal,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DecidableValidation>> {
  const { id, file_path, family, review } = validations;
  const rows = await db
    .select({ id, file_path, family, review })
    .from(validations)
    .where(
      and(
        sql`${id} in (select value from json_each(${JSON.stringify(ids)}))`,
        inVisibleFamily(principal, family),
      ),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A document of which one asks what is known. */
export interface KnownQuestion {
  content_sha256: string;
  file_path: string;
  /** SHA-256 of all that the findings depend on beside the text. */
  inputs: string;
}

/** Of documents of a family, by path: the newest validation that found, in the same text under the same inputs, what would be found now. */
export async function readKnown(
  db: Database,
  family: string,
  questions: readonly KnownQuestion[],
): Promise<ReadonlyMap<string, Validation>> {
  // By the index on text and path, whose newest row comes first: that of a family has far more rows.
  const newest = sql`select (
      select validations.rowid from validations
      where content_sha256 = one.value->>'content_sha256' and file_path = one.value->>'file_path'
        and +family = ${family} and inputs_sha256 = one.value->>'inputs' and status = 'completed'
      order by validations.rowid desc limit 1
    ) from json_each(${JSON.stringify(questions)}) one`;
  const rows = await db
    .select()
    .from(validations)
    .where(sql`${validations}.rowid in (${newest})`);
  return new Map(rows.map((row) => [row.file_path, toValidation(row)]));
}
