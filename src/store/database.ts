import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';
import { isolate } from '../metrics/isolate.ts';
import { metered } from './meter.ts';

/** The database. Rooms above the store pass it on without using it. */
export type Database = DrizzleD1Database & { $client: D1Database };

/** @param registry - counts what is asked of it */
export function openDatabase(binding: D1Database, registry = isolate): Database {
  return drizzle(metered(binding, registry));
}
