/** Counters that outlive an isolate. Failures are counted here and shown on the monitoring page. */
import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { counters } from './schema.ts';

export type Counter = 'notify_failures' | 'instance_failures';

/** Adds one to a counter. */
export async function countOne(db: Database, name: Counter, now: string): Promise<void> {
  await db
    .insert(counters)
    .values({ name, value: 1, updated_at: now })
    .onConflictDoUpdate({
      target: counters.name,
      set: { value: sql`${counters.value} + 1`, updated_at: now },
    });
}

/** When a counter last grew; null when it never did. */
export async function readLastTime(db: Database, name: Counter): Promise<string | null> {
  const [row] = await db.select({ at: counters.updated_at }).from(counters).where(eq(counters.name, name));
  return row?.at ?? null;
}

export async function readCounters(db: Database): Promise<Record<Counter, number>> {
  const rows = await db.select().from(counters);
  const value = (name: Counter) => rows.find((row) => row.name === name)?.value ?? 0;
  return { notify_failures: value('notify_failures'), instance_failures: value('instance_failures') };
}
