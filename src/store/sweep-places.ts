/** Where sweeps of large tables have ended, so that the next one goes on from there. */
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { counters } from './schema.ts';

export type Sweep = 'swept_texts' | 'thinned_validations' | 'packed_versions';

/** Where the last sweep ended. */
export interface SweepPlace {
  /** Rowid of the last row that was looked at; 0 to begin with the first. */
  after: number;
  /** ISO 8601; null before the first sweep. */
  sweptAt: string | null;
}

/** Reads where the last sweep ended. */
export async function readSweepPlace(db: Database, sweep: Sweep): Promise<SweepPlace> {
  const [row] = await db.select().from(counters).where(eq(counters.name, sweep));
  return { after: row?.value ?? 0, sweptAt: row?.updated_at ?? null };
}

/** Stores where a sweep has ended. */
export async function saveSweepPlace(db: Database, sweep: Sweep, after: number, now: string): Promise<void> {
  await db
    .insert(counters)
    .values({ name: sweep, value: after, updated_at: now })
    .onConflictDoUpdate({ target: counters.name, set: { value: after, updated_at: now } });
}
