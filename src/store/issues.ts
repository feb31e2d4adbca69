import { asc, eq, sql } from 'drizzle-orm';
import type { Issue } from '../shared/things.ts';
import type { Database } from './database.ts';
import { issues } from './schema.ts';

/** Statement: keeps a document's issues in their order, by one JSON parameter. */
export function insertIssues(db: Database, validationId: string, found: readonly Issue[]) {
  return db.insert(issues).select(
    sql`select ${validationId}, key, value->>'rule_id', value->>'level', value->>'message', value->>'line',
      value->>'column', value->>'end_line', value->>'end_column', value->>'start', value->>'end',
      value->>'snippet', value->>'suggestion', value->>'fixable', value->>'fingerprint', value->>'docs_url'
      from json_each(${JSON.stringify(found)})`,
  );
}

/** Statement: a document's issues in their order. Read the rows with {@link toIssue}. */
export function selectIssues(db: Database, validationId: string) {
  return db.select().from(issues).where(eq(issues.validation_id, validationId)).orderBy(asc(issues.ordinal));
}

export function toIssue(row: typeof issues.$inferSelect): Issue {
  const { validation_id: _of, ordinal: _place, suggestion, docs_url, ...issue } = row;
  return {
    ...issue,
    ...(suggestion !== null && { suggestion }),
    ...(docs_url !== null && { docs_url }),
  };
}
