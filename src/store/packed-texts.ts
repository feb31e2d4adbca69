/** Texts of superseded versions, packed. Nothing but one version has them, so they are read with it. */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { unpack } from './packing.ts';
import { texts, validations } from './schema.ts';

/** Texts that are shorter than this, in code points, are not worth a row of their own. */
const WORTHWHILE = 200;
/** The code point of U+FEFF: reports ask in SQL which texts begin with it. */
const BYTE_ORDER_MARK = 0xfeff;

/** The packed text of a validation, in a select from `validations` and `texts`. Read both with {@link wholeText}. */
export const packedText = sql<string | null>`case when ${texts.content} = '' then
  (select hex(body) from packed_texts where place = ${validations}.rowid) end`;

/** @param packed - null if the text is not packed */
export function wholeText(content: string, packed: string | null): string {
  return packed === null ? content : unpack(packed);
}

/**
 * That a text may be packed with a validation, in a select from `validations` and `texts`: no other validation has it, as the
 * submitted or as an enhanced one, and no run waits with it.
 */
const PACKABLE = `length(texts.content) >= ${WORTHWHILE} and unicode(texts.content) <> ${BYTE_ORDER_MARK}
  and not exists (select 1 from validations other
    where other.content_sha256 = texts.sha256 and other.rowid <> validations.rowid)
  and not exists (select 1 from validations where enhanced_sha256 = texts.sha256)
  and not exists (select 1 from validations where enhanced_base_sha256 = texts.sha256)
  and not exists (select 1 from workflow_documents where content_sha256 = texts.sha256 and state <> 'done')`;

/** Statement: reads the texts of some validations that may be packed with them. */
export function selectPackable(db: Database, validationIds: readonly string[]) {
  return db
    .select({ id: validations.id, content: texts.content })
    .from(validations)
    .innerJoin(texts, sql`${texts.sha256} = ${validations.content_sha256}`)
    .where(
      sql`${validations.id} in (select value from json_each(${JSON.stringify(validationIds)})) and ${sql.raw(PACKABLE)}`,
    );
}

/**
 * Statement: empties the texts that are packed with some validations. SQLite merges the pages of a table where rows are deleted,
 * and not where an update makes them smaller; so each row is replaced, under its rowid.
 */
export function emptyPacked({ $client }: Database, validationIds: readonly string[]): D1PreparedStatement {
  return $client
    .prepare(
      `insert or replace into texts (rowid, sha256, content, byte_length, anchors, created_at)
        select texts.rowid, sha256, '', byte_length, null, texts.created_at
        from validations join texts on texts.sha256 = validations.content_sha256
        where validations.id in (select value from json_each(?1))
          and exists (select 1 from packed_texts where place = validations.rowid) and ${PACKABLE}`,
    )
    .bind(JSON.stringify(validationIds));
}
