import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from './database.ts';
import { batches } from './schema.ts';

const idsColumn = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** A bulk decision. */
export interface Batch {
  id: string;
  kind: 'recommendation' | 'validation';
  ids: readonly string[];
  actor: string;
  created_at: string;
}

/** Statement: stores a bulk decision, in the batch of its changes. */
export function insertBatch(db: Database, { ids, ...batch }: Batch) {
  return db.insert(batches).values({ ...batch, ids: JSON.stringify(ids) });
}

/** Stores a bulk decision, unless it is stored already. */
export async function insertBatchOnce(db: Database, batch: Batch): Promise<void> {
  await insertBatch(db, batch).onConflictDoNothing();
}

/** Reads a bulk decision; undefined when there is none. */
export async function readBatch(db: Database, id: string): Promise<Batch | undefined> {
  const [row] = await db.select().from(batches).where(eq(batches.id, id));
  return row && { ...row, ids: v.parse(idsColumn, row.ids) };
}
