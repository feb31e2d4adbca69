import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { documents, families, validations } from './schema.ts';

/** A rule pack that was put here. */
export type StoredFamily = typeof families.$inferSelect;

/** What is stored, by name and content hash: a few bytes, to see whether what is known of it still holds. */
export async function readFamilyHashes(db: Database): Promise<{ name: string; sha256: string }[]> {
  return db
    .select({ name: families.name, sha256: families.sha256 })
    .from(families)
    .orderBy(asc(families.name));
}

/** Statement: every stored pack. */
export function selectFamilies(db: Database) {
  return db.select().from(families).orderBy(asc(families.name));
}

/**
 * Statement: puts a pack in its place, unless it is there already word for word. The event that follows in the batch
 * asks `changes()` whether it did.
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

/** The newest version of each document of some families, newest first. */
export async function readLatestDocuments(
  db: Database,
  names: readonly string[],
  limit: number,
): Promise<{ family: string; file_path: string; content: string }[]> {
  const newest = db
    .select({ id: sql<string>`max(${validations.id})`.as('id') })
    .from(validations)
    .where(inArray(validations.family, [...names]))
    .groupBy(validations.family, validations.file_path);
  return db
    .select({ family: validations.family, file_path: validations.file_path, content: documents.content })
    .from(validations)
    .innerJoin(documents, eq(documents.sha256, validations.content_sha256))
    .where(and(inArray(validations.id, newest)))
    .orderBy(desc(validations.id))
    .limit(limit);
}
