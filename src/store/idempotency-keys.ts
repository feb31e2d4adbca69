/** Which requests with an `Idempotency-Key` were carried out, and what they made. */
import { and, eq, lt } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from './database.ts';
import { idempotencyKeys } from './schema.ts';

/** A request that was carried out. */
export interface KeptRequest {
  /** Who sent it: keys of different principals never meet. */
  actor: string;
  /** The value of the header. */
  key: string;
  /** SHA-256 of what was asked for. */
  request_sha256: string;
  /** Ids of what it made, in the order of the request. */
  made: readonly string[];
  created_at: string;
}

const madeColumn = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/**
 * Statement: records a request. Put it into the batch that makes the things: the primary key aborts the whole batch when
 * the same request was committed in the meantime.
 */
export function insertRequest(db: Database, { made, ...request }: KeptRequest) {
  return db.insert(idempotencyKeys).values({ ...request, made: JSON.stringify(made) });
}

/** Reads the request that was carried out under a key, if there is one and it is not older than `since`. */
export async function readRequest(
  db: Database,
  { actor, key, since }: { actor: string; key: string; since: string },
): Promise<KeptRequest | undefined> {
  const [row] = await db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.actor, actor), eq(idempotencyKeys.key, key)));
  if (row && row.created_at < since) {
    await deleteRequestsBefore(db, since);
    return undefined;
  }
  return row && { ...row, made: v.parse(madeColumn, row.made) };
}

/** Statement: removes requests that were carried out before a moment. */
export function deleteRequestsBefore(db: Database, before: string) {
  return db.delete(idempotencyKeys).where(lt(idempotencyKeys.created_at, before));
}
