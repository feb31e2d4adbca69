/** Deletes what nobody needs of the history: versions that were superseded on their own day, and old bulk decisions. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { batches, validations } from './schema.ts';

/**
 * That a validation was superseded on its own day, and that nothing was decided on it: neither on its recommendations, nor on
 * its review, nor by anything that the log still tells. The issues of another result, and the parent of another validation,
 * stay as well.
 */
const isThin = sql`
  exists (select 1 from validations next where next.id = validations.superseded_by
    and substr(next.created_at, 1, 10) = substr(validations.created_at, 1, 10))
  and review = 'pending' and batch_id is null
  and not exists (select 1 from recommendations r where r.validation_id = validations.id and (
    r.decided_at is not null or r.status = 'applied'
    or exists (select 1 from decisions where findings_key = r.findings_key and recommendation_id = r.id)
  ))
  and not exists (select 1 from events where validation_id = validations.id
    and type not in ('validation_created', 'recommendation_created'))
  and not exists (select 1 from validations same where same.content_sha256 = validations.content_sha256
    and same.file_path = validations.file_path and same.issues_of = validations.id)
  and not exists (select 1 from validations child where child.file_path = validations.file_path
    and child.parent_validation_id = validations.id)`;

export interface ThinningStep {
  /** The rowid of the last validation that was looked at. */
  after: number;
  /** Only validations from before this time, ISO 8601. */
  before: string;
  /** The most validations to look at. */
  limit: number;
}

/**
 * Looks at some validations, in the order of their rowids, and deletes those that are thinned, in one transaction. A trigger
 * deletes their issues and recommendations, and links the versions before and after.
 *
 * @returns the rowid of the last validation that was old enough, and whether there may be more of them
 */
export async function thinValidations(
  db: Database,
  { after, before, limit }: ThinningStep,
): Promise<{ after: number; isDone: boolean }> {
  const step = sql`select rowid, created_at from validations where rowid > ${after} order by rowid limit ${limit}`;
  const [found] = await db
    .select({ last: sql<number | null>`max(step.rowid)`, n: sql<number>`count(*)` })
    .from(sql`(${step}) step`)
    .where(sql`step.created_at < ${before}`);
  const last = found?.last ?? after;
  await db
    .delete(validations)
    .where(
      sql`${validations}.rowid in (select rowid from (${step}) where created_at < ${before}) and ${isThin}`,
    );
  return { after: last, isDone: (found?.n ?? 0) < limit };
}

/** Deletes the oldest bulk decisions from before a time, at most `limit`. They can no longer be undone as one. */
export async function deleteBatchesBefore(db: Database, before: string, limit: number): Promise<void> {
  const oldest = sql`select rowid, created_at from batches order by rowid limit ${limit}`;
  await db
    .delete(batches)
    .where(sql`${batches}.rowid in (select rowid from (${oldest}) where created_at < ${before})`);
}
