import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { families, texts, validations } from './schema.ts';

/** A stored rule pack. */
export type StoredFamily = typeof families.$inferSelect;

/** Reads names and content hashes, to check whether a cache is still valid. */
export async function readFamilyHashes(db: Database): Promise<{ name: string; sha256: string }[]> {
  return db
    .select({ name: families.name, sha256: families.sha256 })
    .from(families)
    .orderBy(asc(families.name));
}

/** Statement: reads all stored packs. */
export function selectFamilies(db: Database) {
  return db.select().from(families).orderBy(asc(families.name));
}

/**
 * Statement: stores a pack, unless the same text is stored already. The event after it in the batch is guarded by
 * `changes()`.
 */
export function upsertFamily(db: Database, family: StoredFamily) {
  const { name: _key, ...columns } = family;
  return db
    .insert(families)
    .values(family)
    .onConflictDoUpdate({
      target: families.name,
      set: columns,
      setWhere: sql`${families.sha256} <> ${family.sha256}`,
    });
}

/** Reads the newest version of each document of some families, newest first. */
export async function readLatestDocuments(
  db: Database,
  names: readonly string[],
  limit: number,
): Promise<{ family: string; file_path: string; content: string }[]> {
  const newest = db
    .select({ id: sql<string>`max(${validations.id})`.as('id') })
    .from(validations)
    .where(sql`${validations.family} in (select value from json_each(${JSON.stringify(names)}))`)
    .groupBy(validations.family, validations.file_path);
  return db
    .select({ family: validations.family, file_path: validations.file_path, content: texts.content })
    .from(validations)
    .innerJoin(texts, eq(texts.sha256, validations.content_sha256))
    .where(and(inArray(validations.id, newest)))
    .orderBy(desc(validations.id))
    .limit(limit);
}
