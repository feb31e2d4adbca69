import { aliasedTable, and, asc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import { MAX_LINKED_PATHS_LENGTH } from '../shared/limits.ts';
import { ask, question, type Question } from './ask.ts';
import type { Database } from './database.ts';
import { packedText, wholeText } from './packed-texts.ts';
import { jsonParameters, toParameters } from './parameters.ts';
import { documents, texts, validations } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** The code point of U+FEFF. */
const BYTE_ORDER_MARK = 0xfeff;

/** What the anchors of a document are made of. What they are depends on the rule pack of a family. */
const anchorSourcesSchema = v.object({
  headings: v.array(
    v.object({
      text: v.string(),
      textWithAlt: v.exactOptional(v.string()),
      source: v.exactOptional(v.string()),
      isHtml: v.exactOptional(v.boolean()),
      idAfter: v.exactOptional(v.string()),
    }),
  ),
  ids: v.array(v.string()),
});
/** Rows of earlier versions have the anchors themselves, as GitHub makes them. */
const anchorsColumn = v.pipe(v.string(), v.parseJson(), v.union([v.array(v.string()), anchorSourcesSchema]));
export type StoredAnchors = v.InferOutput<typeof anchorsColumn>;

export type NewText = typeof texts.$inferInsert;

/**
 * Refreshes the anchors of a stored text that were stored by another version of Galley. An enhanced text brings none: it may
 * be one that is stored with its anchors. A text that was packed with an old version is there again.
 */
const REFRESH = {
  target: texts.sha256,
  set: { anchors: sql`coalesce(excluded.anchors, ${texts.anchors})`, content: sql`excluded.content` },
  setWhere: sql`(excluded.anchors is not null and ${texts.anchors} is not excluded.anchors)
    or (${texts.content} = '' and excluded.content <> '')`,
};

/** Statement: stores a text. One that is already stored under its hash keeps its content. */
export function insertText(db: Database, text: NewText) {
  return db.insert(texts).values(text).onConflictDoUpdate(REFRESH);
}

/** Statements: store texts. Those that are already stored under their hash keep their content. */
export function insertTexts(db: Database, kept: readonly NewText[]): BatchItem<'sqlite'>[] {
  const { groups, tooLarge } = toParameters(kept);
  return [
    ...tooLarge.map((text) => insertText(db, text)),
    ...groups.map((rows) =>
      db
        .insert(texts)
        .select(
          sql`select value->>'sha256', value->>'content', value->>'byte_length', value->>'anchors',
            value->>'created_at' from json_each(${rows}) where true`,
        )
        .onConflictDoUpdate(REFRESH),
    ),
  ];
}

/**
 * Reads the anchors of some documents of a family, by path: those of a ref, and of the main line where the ref has none.
 * Unknown documents are left out.
 */
export async function readAnchors(
  db: Database,
  line: Line,
  filePaths: readonly string[],
): Promise<ReadonlyMap<string, StoredAnchors>> {
  const known = await ask(db, ...askAnchors(db, line, filePaths));
  return new Map(known.flatMap((some) => [...some]));
}

/** A family and one of its refs; without a ref the main line. */
export interface Line {
  family: string;
  ref?: string;
}

/** Questions: what are the anchors of some documents of a line? Of many paths they are several. */
export function askAnchors(
  db: Database,
  { family, ref = '' }: Line,
  filePaths: readonly string[],
): Question<ReadonlyMap<string, StoredAnchors>>[] {
  return jsonParameters(filePaths).map((paths) =>
    question(
      db
        .select({ file_path: documents.file_path, anchors: texts.anchors })
        .from(documents)
        .innerJoin(texts, eq(texts.sha256, documents.content_sha256))
        .where(
          and(
            eq(documents.family, family),
            inArray(documents.ref, [...new Set(['', ref])]),
            sql`${documents.file_path} in (select value from json_each(${paths}))`,
            isNull(documents.removed_at),
          ),
        )
        // The main line comes first, so that the ref overwrites it.
        .orderBy(asc(documents.ref)),
      readKeptAnchors,
    ),
  );
}

/**
 * Reads the anchors of documents of several lines, at most {@link MAX_LINKED_PATHS_LENGTH} of paths in all.
 *
 * @returns the anchors by path, for each line
 */
export async function readAnchorsOf(
  db: Database,
  wanted: readonly (Line & { paths: ReadonlySet<string> })[],
): Promise<(line: Line) => ReadonlyMap<string, StoredAnchors>> {
  const keyOf = ({ family, ref = '' }: Line) => JSON.stringify([family, ref]);
  let length = 0;
  const lines = [...Map.groupBy(wanted, keyOf)].map(([key, [line = { family: '' }, ...more]]) => {
    const paths = new Set([line, ...more].flatMap((one) => ('paths' in one ? [...one.paths] : [])));
    const within = [...paths].filter((path) => (length += path.length) <= MAX_LINKED_PATHS_LENGTH);
    return askAnchors(db, line, within).map((one) => ({ key, one }));
  });
  const asked = lines.flat();
  const answers = await ask(db, ...asked.map(({ one }) => one));
  const known = new Map<string, Map<string, StoredAnchors>>();
  for (const [index, { key }] of asked.entries()) {
    known.set(key, new Map([...(known.get(key) ?? []), ...(answers[index] ?? [])]));
  }
  return (line) => known.get(keyOf(line)) ?? new Map();
}

/** Parses stored anchors, by path. Rows without anchors are left out. */
export function readKeptAnchors(
  rows: readonly { file_path: string; anchors: string | null }[],
): ReadonlyMap<string, StoredAnchors> {
  return new Map(
    rows.flatMap(({ file_path, anchors }): [string, StoredAnchors][] =>
      anchors === null ? [] : [[file_path, v.parse(anchorsColumn, anchors)]],
    ),
  );
}

/** Reads the sizes of the submitted texts of some validations, in bytes of UTF-8, by the ids of the validations. */
export async function readByteLengths(
  db: Database,
  validationIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .select({ id: validations.id, byte_length: texts.byte_length })
    .from(validations)
    .innerJoin(texts, eq(texts.sha256, validations.content_sha256))
    .where(sql`${validations.id} in (select value from json_each(${JSON.stringify(validationIds)}))`);
  return new Map(rows.map(({ id, byte_length }) => [id, byte_length]));
}

/** Reads stored texts by their hashes, in one query: the caller limits their size. */
export async function readTextsOf(
  db: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ sha256: texts.sha256, content: texts.content })
    .from(texts)
    .where(sql`${texts.sha256} in (select value from json_each(${JSON.stringify(hashes)}))`);
  return new Map(rows.map(({ sha256, content }) => [sha256, content]));
}

/**
 * Reads the submitted Markdown of a validation.
 *
 * @returns undefined when there is no validation that the principal may see
 */
export async function readContent(
  db: Database,
  principal: Principal,
  validationId: string,
): Promise<string | undefined> {
  return (await ask(db, askContent(db, principal, validationId)))[0];
}

/** Question: what is the submitted Markdown of a validation? Undefined when the principal may see none. */
export function askContent(
  db: Database,
  principal: Principal,
  validationId: string | SQL,
): Question<string | undefined> {
  return question(
    db
      .select({ content: texts.content, packed: packedText.as('packed_text') })
      .from(validations)
      .innerJoin(texts, eq(texts.sha256, validations.content_sha256))
      .where(and(eq(validations.id, validationId), inVisibleFamily(principal, validations.family))),
    ([row]) => row && wholeText(row.content, row.packed),
  );
}

/** Question: what is the text that a recommendation is about? Undefined when the principal may see none. */
export function askContentOfRecommendation(
  db: Database,
  principal: Principal,
  id: string,
): Question<string | undefined> {
  return askContent(db, principal, sql`(select validation_id from recommendations where id = ${id})`);
}

/** The texts of a validation. */
export interface Texts {
  /** The submitted text. */
  original: string;
  /** The text that recommendations were applied to, when it is not the submitted one. */
  base: string | null;
  enhanced: string | null;
}

/**
 * Reads the texts of a validation.
 *
 * @returns undefined when there is no validation that the principal may see
 */
export async function readTexts(
  db: Database,
  principal: Principal,
  validationId: string,
): Promise<Texts | undefined> {
  return (await ask(db, askTexts(db, principal, eq(validations.id, validationId))))[0].get(validationId);
}

/** Question: what are the texts of the validations that this holds for, and that the principal may see? By their ids. */
export function askTexts(
  db: Database,
  principal: Principal,
  isWanted: SQL,
): Question<ReadonlyMap<string, Texts>> {
  const base = aliasedTable(texts, 'base');
  const enhanced = aliasedTable(texts, 'enhanced');
  return question(
    db
      .select({
        id: validations.id,
        // In a batch, columns of the same name are one.
        original: sql<string>`${texts.content}`.as('original'),
        packed: packedText.as('packed_text'),
        base: sql<string | null>`${base.content}`.as('base_text'),
        enhanced: sql<string | null>`${enhanced.content}`.as('enhanced_text'),
      })
      .from(validations)
      .innerJoin(texts, eq(texts.sha256, validations.content_sha256))
      .leftJoin(base, eq(base.sha256, validations.enhanced_base_sha256))
      .leftJoin(enhanced, eq(enhanced.sha256, validations.enhanced_sha256))
      .where(and(isWanted, inVisibleFamily(principal, validations.family))),
    (rows) =>
      new Map(
        rows.map(({ id, original, packed, base: was, enhanced: is }) => [
          id,
          { original: wholeText(original, packed), base: was, enhanced: is },
        ]),
      ),
  );
}

/**
 * Question: which texts of validations begin with a byte order mark? Their hashes.
 *
 * @param validationIds - a select of ids
 */
export function askMarked(db: Database, validationIds: SQL): Question<ReadonlySet<string>> {
  return question(
    db
      .select({ sha256: texts.sha256 })
      .from(texts)
      .where(
        sql`${texts.sha256} in (select content_sha256 from validations where id in (${validationIds}))
          and unicode(${texts.content}) = ${BYTE_ORDER_MARK}`,
      ),
    (rows) => new Set(rows.map(({ sha256 }) => sha256)),
  );
}
