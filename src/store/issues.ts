import { asc, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { Issue } from '../shared/things.ts';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { jsonParameters } from './parameters.ts';
import { issues, validations } from './schema.ts';

/** Statements: store a document's issues in their order. */
export function insertIssues(db: Database, validationId: string, found: readonly Issue[]) {
  const rows = found.map((issue, ordinal) => ({ ...issue, ordinal }));
  return jsonParameters(rows).map((parameter) =>
    db.insert(issues).select(
      sql`select ${validationId}, value->>'ordinal', value->>'rule_id', value->>'level', value->>'message',
        value->>'line', value->>'column', value->>'end_line', value->>'end_column', value->>'start', value->>'end',
        value->>'snippet', value->>'suggestion', value->>'fixable', value->>'fingerprint', value->>'docs_url'
        from json_each(${parameter})`,
    ),
  );
}

/**
 * Statement: reads a validation's issues in their order. A reused result has those of the validation it refers to. Convert
 * the rows with {@link issueOfRow}.
 */
export function selectIssues(db: Database, validationId: string | SQL) {
  const owner = sql`(select coalesce(issues_of, id) from validations where id = ${validationId})`;
  return db.select().from(issues).where(eq(issues.validation_id, owner)).orderBy(asc(issues.ordinal));
}

/** A row as the API shows it. */
export function issueOfRow(row: typeof issues.$inferSelect): Issue {
  return {
    rule_id: row.rule_id,
    level: row.level,
    message: row.message,
    line: row.line,
    column: row.column,
    end_line: row.end_line,
    end_column: row.end_column,
    start: row.start,
    end: row.end,
    snippet: row.snippet,
    fixable: row.fixable,
    fingerprint: row.fingerprint,
    ...(row.suggestion !== null && { suggestion: row.suggestion }),
    ...(row.docs_url !== null && { docs_url: row.docs_url }),
  };
}

/**
 * Question: what are the issues of many validations, in their order?
 *
 * @param validationIds - a select of ids
 * @param limit - the most issues in all
 */
export function askIssuesOf(
  db: Database,
  validationIds: SQL,
  limit: number,
): Question<{ issues: ReadonlyMap<string, Issue[]>; hasMore: boolean }> {
  return question(
    db
      .select({ of: sql<string>`${validations.id}`.as('of_validation'), ...getTableColumns(issues) })
      .from(validations)
      .innerJoin(issues, eq(issues.validation_id, sql`coalesce(${validations.issues_of}, ${validations.id})`))
      .where(sql`${validations.id} in (${validationIds})`)
      .orderBy(desc(validations.id), asc(issues.ordinal))
      .limit(limit + 1),
    (rows) => byValidationOf(rows, limit),
  );
}

function byValidationOf(rows: readonly (typeof issues.$inferSelect & { of: string })[], limit: number) {
  const byValidation = new Map<string, Issue[]>();
  for (const { of, ...issue } of rows.slice(0, limit)) {
    const known = byValidation.get(of);
    if (known) known.push(issueOfRow(issue));
    else byValidation.set(of, [issueOfRow(issue)]);
  }
  return { issues: byValidation, hasMore: rows.length > limit };
}
