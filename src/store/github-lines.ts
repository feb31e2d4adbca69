/** What is done of the main lines of families and of pull requests. One delivery at a time works on each. */
import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { githubDeliveries, githubLines } from './schema.ts';

export type Line = typeof githubLines.$inferSelect;
type Place = Pick<Line, 'family' | 'ref'>;

const isAt = ({ family, ref }: Place) => and(eq(githubLines.family, family), eq(githubLines.ref, ref));

/**
 * Claims a line for a delivery, or goes on with it. A line that another delivery works on is marked as wanted instead.
 *
 * @param until - when the claim ends, unless it is made again
 * @returns undefined when another delivery works on it
 */
export async function claimLine(
  db: Database,
  place: Place,
  { delivery, now, until }: { delivery: string; now: string; until: string },
): Promise<Line | undefined> {
  const isFree = or(
    isNull(githubLines.claimed_by),
    eq(githubLines.claimed_by, delivery),
    lt(githubLines.claimed_until, now),
    // One that was given up in the middle.
    sql`not exists (select 1 from ${githubDeliveries} where ${githubDeliveries.id} = ${githubLines.claimed_by}
      and ${githubDeliveries.state} = 'waiting')`,
  );
  const [, [line]] = await db.batch([
    db.insert(githubLines).values(place).onConflictDoNothing(),
    db
      .update(githubLines)
      .set({ claimed_by: delivery, claimed_until: until })
      .where(and(isAt(place), isFree))
      .returning(),
    db
      .update(githubLines)
      .set({ wanted_by: delivery })
      .where(and(isAt(place), sql`${githubLines.claimed_by} <> ${delivery}`)),
  ]);
  return line;
}

/** Changes a line that the delivery has claimed. @returns false when it has not, or no longer */
export async function updateLine(
  db: Database,
  place: Place,
  delivery: string,
  columns: Partial<Omit<Line, 'family' | 'ref'>>,
): Promise<boolean> {
  const rows = await db
    .update(githubLines)
    .set(columns)
    .where(and(isAt(place), eq(githubLines.claimed_by, delivery)))
    .returning({ family: githubLines.family });
  return rows.length > 0;
}

/** Lets others work on a line. */
export async function releaseLine(db: Database, place: Place, delivery: string): Promise<void> {
  await updateLine(db, place, delivery, { claimed_by: null, claimed_until: null, wanted_by: null });
}

/** Forgets a line that is not needed any more. */
export async function forgetLine(db: Database, place: Place): Promise<void> {
  await db.delete(githubLines).where(isAt(place));
}

/** Reads a line. */
export async function readLine(db: Database, place: Place): Promise<Line | undefined> {
  const [row] = await db.select().from(githubLines).where(isAt(place));
  return row;
}
