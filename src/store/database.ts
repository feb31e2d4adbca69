import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';

/** The database. Rooms above the store pass it on without using it. */
export type Database = DrizzleD1Database & { $client: D1Database };

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
}
