import { eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import { question, type Question } from './ask.ts';
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

/** Question: what was a bulk decision? Undefined when there is none. */
export function askBatch(db: Database, id: string): Question<Batch | undefined> {
  return question(
    db.select().from(batches).where(eq(batches.id, id)),
    ([row]) => row && { ...row, ids: v.parse(idsColumn, row.ids) },
  );
}

/** Selects the ids of what a bulk decision was about, if it was of this kind. */
export function idsOfBatch(id: string, kind: Batch['kind']): SQL {
  return sql`select value from json_each((select ids from batches where id = ${id} and kind = ${kind}))`;
}
