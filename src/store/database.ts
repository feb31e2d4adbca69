import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';

/** The database, as every room above the store passes it on without looking inside. */
export type Database = DrizzleD1Database;

export function openDatabase(binding: D1Database): Database {
  return drizzle(binding);
}
