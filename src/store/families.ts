import { and, asc, desc, eq, getTableColumns, isNull, sql, type SQL } from 'drizzle-orm';
import { question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { documents, families, texts } from './schema.ts';

/** A stored rule pack. */
export type StoredFamily = typeof families.$inferSelect;

/**
 * Question: which packs are stored, and what are they unless they are known? The key, and the packs if it is another one.
 *
 * @param known - their key as it is known; undefined when none is
 */
export function askFamiliesUnless(
  db: Database,
  known: string | undefined,
): Question<{ key: string; packs: StoredFamily[] }> {
  const source = sql<
    string | null
  >`case when ${familiesKey} is not ${known ?? null} then ${families.source} end`;
  return question(
    db
      .select({ ...getTableColumns(families), source: source.as('unknown_source') })
      .from(families)
      .orderBy(asc(families.name)),
    (rows) => ({
      key: toFamiliesKey(rows),
      packs: rows.flatMap((row) => (row.source === null ? [] : [{ ...row, source: row.source }])),
    }),
  );
}

/** Statement: reads all stored packs. */
export function selectFamilies(db: Database) {
  return db.select().from(families).$dynamic().orderBy(asc(families.name));
}

/** Entity tags of a condition, without quotes; `*` means any. */
export type TagList = '*' | readonly string[];

/** What must hold for a pack to be stored. The tag of a stored pack is its SHA-256. */
export interface Precondition {
  /** The present pack must exist and have one of these tags. */
  ifMatch?: TagList;
  /** There must be no pack with one of these tags. */
  ifNoneMatch?: TagList;
}

/** Names and hashes of all stored packs as one text, which differs whenever any of them does. */
export function toFamiliesKey(stored: readonly Pick<StoredFamily, 'name' | 'sha256'>[]): string {
  const lines = stored.map(({ name, sha256 }) => `${name}:${sha256}`);
  return lines.toSorted().join();
}

const familiesKey = sql`(select coalesce(group_concat(line, ','), '') from (
  select name || ':' || sha256 as line from families order by line))`;

/**
 * Statement: stores a pack, unless the same text is stored already. The event after it in the batch is guarded by
 * `changes()`. Guard: the precondition holds, and the packs are still those of the key. Otherwise the source would be NULL, which aborts the transaction; {@link
 * isPreconditionFailed} recognises the error.
 *
 * @param bundledTag - the tag of the pack while none is stored; null when there is no pack then
 * @param key - {@link toFamiliesKey} of the packs that the change was worked out from
 */
export function upsertFamily(
  db: Database,
  family: StoredFamily,
  precondition: Precondition,
  bundledTag: string | null,
  key: string,
) {
  const { name, source, ...columns } = family;
  const tag = sql`coalesce((select sha256 from families where name = ${name}), ${bundledTag})`;
  const holds = sql`${familiesKey} = ${key} and ${holdsFor(precondition, tag)}`;
  return db
    .insert(families)
    .values({ ...family, source: sql`case when ${holds} then ${source} end` })
    .onConflictDoUpdate({
      target: families.name,
      set: { ...columns, source: sql`excluded.source` },
      setWhere: sql`${families.sha256} <> ${family.sha256}`,
    });
}

function holdsFor({ ifMatch, ifNoneMatch }: Precondition, tag: SQL): SQL {
  const isIn = (tags: TagList) =>
    tags === '*'
      ? sql`(${tag} is not null)`
      : sql`(coalesce(${tag}, '') in (select value from json_each(${JSON.stringify(tags)})))`;
  const isWanted = ifMatch === undefined ? sql`true` : isIn(ifMatch);
  return ifNoneMatch === undefined ? isWanted : sql`${isWanted} and not ${isIn(ifNoneMatch)}`;
}

/** Whether an error means that the precondition of {@link upsertFamily} did not hold. */
export function isPreconditionFailed(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.message.includes('NOT NULL constraint failed: families.source')) return true;
  }
  return false;
}

/** The newest version of a document, without its text. */
export interface LatestDocument {
  family: string;
  file_path: string;
  sha256: string;
  byte_length: number;
}

/** Reads the documents on the main lines of some families, the newest first, without their texts. */
export async function readLatestDocuments(
  db: Database,
  names: readonly string[],
  limit: number,
): Promise<LatestDocument[]> {
  return db
    .select({
      family: documents.family,
      file_path: documents.file_path,
      sha256: texts.sha256,
      byte_length: texts.byte_length,
    })
    .from(documents)
    .innerJoin(texts, eq(texts.sha256, documents.content_sha256))
    .where(
      and(
        sql`${documents.family} in (select value from json_each(${JSON.stringify(names)}))`,
        eq(documents.ref, ''),
        isNull(documents.removed_at),
      ),
    )
    .orderBy(desc(documents.validation_id))
    .limit(limit);
}
