/** Webhooks of GitHub that have something to do. */
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { githubDeliveries } from './schema.ts';

export type Delivery = typeof githubDeliveries.$inferSelect;
export type NewDelivery = Omit<Delivery, 'state' | 'error' | 'updated_at' | 'resumes'>;

/** Keeps a delivery. @returns false when it was kept before */
export async function insertDelivery(db: Database, delivery: NewDelivery): Promise<boolean> {
  const rows = await db
    .insert(githubDeliveries)
    .values({ ...delivery, updated_at: delivery.received_at })
    .onConflictDoNothing()
    .returning({ id: githubDeliveries.id });
  return rows.length > 0;
}

/** Reads a delivery that is still to be worked off. */
export async function readWaiting(db: Database, id: string): Promise<Delivery | undefined> {
  const [row] = await db
    .select()
    .from(githubDeliveries)
    .where(and(eq(githubDeliveries.id, id), eq(githubDeliveries.state, 'waiting')));
  return row;
}

/** Notes what a delivery is about, when that was found out. */
export async function becomeOf(
  db: Database,
  id: string,
  changes: Partial<Pick<Delivery, 'kind' | 'subject' | 'is_again' | 'default_branch'>>,
): Promise<void> {
  await db.update(githubDeliveries).set(changes).where(eq(githubDeliveries.id, id));
}

/** Notes that a delivery gets on. @param at - a time in the future, when it has to wait until then */
export async function touchDelivery(db: Database, id: string, at: string): Promise<void> {
  await db
    .update(githubDeliveries)
    .set({ updated_at: at, resumes: 0 })
    .where(and(eq(githubDeliveries.id, id), eq(githubDeliveries.state, 'waiting')));
}

/** Notes that a delivery is worked off, or was given up. @param error - why, in words */
export async function endDelivery(
  db: Database,
  id: string,
  { now, error = null }: { now: string; error?: string | null },
): Promise<void> {
  await db
    .update(githubDeliveries)
    .set({ state: error === null ? 'done' : 'failed', error, updated_at: now })
    .where(and(eq(githubDeliveries.id, id), eq(githubDeliveries.state, 'waiting')));
}

/** Claims deliveries without progress since a moment, so that each is resumed once. */
export async function claimStalledDeliveries(
  db: Database,
  { since, now, limit }: { since: string; now: string; limit: number },
): Promise<Pick<Delivery, 'id' | 'resumes'>[]> {
  const { id, state, updated_at } = githubDeliveries;
  const stalled = db
    .select({ id })
    .from(githubDeliveries)
    .where(and(eq(state, 'waiting'), lt(updated_at, since)))
    .orderBy(asc(updated_at))
    .limit(limit);
  return db
    .update(githubDeliveries)
    .set({ updated_at: now, resumes: sql`${githubDeliveries.resumes} + 1` })
    .where(sql`${id} in ${stalled}`)
    .returning({ id, resumes: githubDeliveries.resumes });
}

/** Whether any delivery is still to be worked off. */
export async function isAnyWaiting(db: Database): Promise<boolean> {
  const rows = await db
    .select({ id: githubDeliveries.id })
    .from(githubDeliveries)
    .where(eq(githubDeliveries.state, 'waiting'))
    .limit(1);
  return rows.length > 0;
}

/** Forgets deliveries that ended before a moment. */
export async function forgetDeliveries(db: Database, before: string): Promise<void> {
  await db
    .delete(githubDeliveries)
    .where(and(sql`${githubDeliveries.state} <> 'waiting'`, lt(githubDeliveries.updated_at, before)));
}
