import { and, asc, desc, eq, gt, lt, or, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { Page, ValidationDetail, ValidationListQuery } from '../shared/api.ts';
import { VALIDATION_TYPES, type Validation } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { selectIssues, toIssue } from './issues.ts';
import { containsText, selectBoundedCount, toPage } from './paging.ts';
import { selectRecommendations, toRecommendation } from './recommendations.ts';
import { validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

const validationTypesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(VALIDATION_TYPES)));

/** Statement: keeps a validation. */
export function insertValidation(db: Database, { counts, ...validation }: Validation) {
  return db.insert(validations).values({
    ...validation,
    counts_error: counts.error,
    counts_warning: counts.warning,
    counts_info: counts.info,
    validation_types: JSON.stringify(validation.validation_types),
  });
}

function toValidation(row: typeof validations.$inferSelect): Validation {
  const { counts_error, counts_warning, counts_info, ...rest } = row;
  const { workflow_id, parent_validation_id, notes, ...columns } = rest;
  return {
    ...columns,
    family: row.family,
    counts: { error: counts_error, warning: counts_warning, info: counts_info },
    validation_types: v.parse(validationTypesColumn, row.validation_types),
    ...(workflow_id !== null && { workflow_id }),
    ...(parent_validation_id !== null && { parent_validation_id }),
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
    issues: issueRows.map(toIssue),
    recommendations: recommendationRows.map(toRecommendation),
    position: toPosition(head),
  };
}

/** A page of validations, with the position that it includes; undefined when the cursor is none of this list. */
export async function listValidations(
  db: Database,
  principal: Principal,
  query: ValidationListQuery,
): Promise<Page<Validation> | undefined> {
  const matching = and(
    inVisibleFamily(principal, validations.family),
    query.status && eq(validations.status, query.status),
    query.outcome && eq(validations.outcome, query.outcome),
    query.review && eq(validations.review, query.review),
    query.family === undefined ? undefined : eq(validations.family, query.family),
    query.workflow_id === undefined ? undefined : eq(validations.workflow_id, query.workflow_id),
    query.file_path === undefined ? undefined : containsText(sql`${validations.file_path}`, query.file_path),
    query.q === undefined
      ? undefined
      : or(
          containsText(sql`${validations.file_path}`, query.q),
          containsText(sql`${validations.notes}`, query.q),
        ),
  );
  const [rows, counted, head, cursor] = await db.batch([
    db
      .select()
      .from(validations)
      .where(and(matching, isBehindCursor(query)))
      .orderBy(...sortColumns(query.sort))
      .limit(query.limit + 1),
    selectBoundedCount(db, sql`from ${validations} where ${matching ?? sql`true`}`),
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
    position: toPosition(head),
  });
}

/** Ids grow with the time of creation, so they are that order, and the tie-breaker of every other. */
function sortColumns(sort: ValidationListQuery['sort']): SQL[] {
  switch (sort) {
    case '-created_at':
      return [desc(validations.id)];
    case 'created_at':
      return [asc(validations.id)];
    case '-file_path':
      return [desc(validations.file_path), desc(validations.id)];
    case 'file_path':
      return [asc(validations.file_path), asc(validations.id)];
  }
}

/** Rows behind the one whose id is the cursor, in the order of the list. */
function isBehindCursor({ sort, cursor }: ValidationListQuery): SQL | undefined {
  if (cursor === undefined) return undefined;
  const place = sql`(select file_path, id from validations where id = ${cursor})`;
  switch (sort) {
    case '-created_at':
      return lt(validations.id, cursor);
    case 'created_at':
      return gt(validations.id, cursor);
    case '-file_path':
      return sql`(${validations.file_path}, ${validations.id}) < ${place}`;
    case 'file_path':
      return sql`(${validations.file_path}, ${validations.id}) > ${place}`;
  }
}
