import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { isolate } from '../metrics/isolate.ts';
import { metered } from './meter.ts';

/** The database. Rooms above the store pass it on without using it. */
export type Database = DrizzleD1Database & { $client: D1Database };

/** @param registry - counts what is asked of it */
export function openDatabase(binding: D1Database, registry = isolate): Database {
  return drizzle(metered(binding, registry));
}

/** A session of the database: what it reads is at least as new as what it has read or written before. */
export interface DatabaseSession {
  db: Database;
  /** What names the newest state that it has seen; null before it was asked for anything. */
  bookmark: () => string | null;
}

/**
 * Opens a session. Reads may be answered by a copy of the database near the Worker, writes go to the primary.
 *
 * @param from - a bookmark, `first-primary`, or `first-unconstrained`
 * @see https://developers.cloudflare.com/d1/best-practices/read-replication/
 */
export function openSession(binding: D1Database, from: string, registry = isolate): DatabaseSession {
  const session = binding.withSession(from);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- drizzle asks a database for `prepare` and `batch` alone
  const database = session as Pick<D1Database, 'prepare' | 'batch'> as D1Database;
  return { db: drizzle(metered(database, registry)), bookmark: () => session.getBookmark() };
}
