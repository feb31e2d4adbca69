/** Deletes stored texts that nothing refers to: those of replaced run documents, and of earlier enhancements. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { texts } from './schema.ts';

/**
 * Looks at some texts, in the order of their rowids, and deletes those that nothing refers to, in one transaction.
 *
 * A text is always stored in the batch that refers to it, so a text without a reference is not about to get one: a later
 * batch that needs it stores it again.
 *
 * @param after - the rowid of the last text that was looked at
 * @param limit - the most texts to look at
 * @returns the rowid of the last text of this step; null when there are no more
 */
export async function sweepTexts(db: Database, after: number, limit: number): Promise<number | null> {
  const step = sql`select rowid from texts where rowid > ${after} order by rowid limit ${limit}`;
  const [last] = await db
    .select({ rowid: sql<number | null>`max(step.rowid)`, n: sql<number>`count(*)` })
    .from(sql`(${step}) step`);
  await db.delete(texts).where(
    sql`${texts}.rowid in (${step})
      and not exists (select 1 from validations where content_sha256 = ${texts.sha256})
      and not exists (select 1 from validations where enhanced_sha256 = ${texts.sha256})
      and not exists (select 1 from validations where enhanced_base_sha256 = ${texts.sha256})
      and not exists (select 1 from workflow_documents where content_sha256 = ${texts.sha256})`,
  );
  return last === undefined || last.n < limit ? null : last.rowid;
}
