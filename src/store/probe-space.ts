import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { counters } from './schema.ts';

/** More than a page of SQLite (4,096 bytes), so that the row needs new ones. */
const PROBE_BYTES = 10_000;

/**
 * Tries to store a row, without storing it: the second statement violates a NOT NULL constraint, which aborts the
 * transaction.
 *
 * @throws the error of D1 when the database is full or cannot be reached
 */
export async function probeSpace(db: Database): Promise<void> {
  const row = { value: 0, updated_at: '' };
  try {
    await db.batch([
      db.insert(counters).values({ ...row, name: sql`'probe' || hex(zeroblob(${PROBE_BYTES / 2}))` }),
      db.insert(counters).values({ ...row, name: 'probe', value: sql`null` }),
    ]);
  } catch (error) {
    for (let one: unknown = error; one instanceof Error; one = one.cause) {
      if (one.message.includes('NOT NULL constraint failed: counters.value')) return;
    }
    throw error;
  }
}
