/** Full-text search. Triggers keep the indexes: see src/store/schema/validations.ts. */
import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { all, type Slice } from './facets.ts';
import { validations } from './schema.ts';

export interface TextFilter {
  /** Text in the path or the notes, or words that are all in the document. */
  q: string | undefined;
  /** A part of the path. */
  file_path: string | undefined;
}

/**
 * A word, or a part of one, as the tokenizer (unicode61) of the documents splits text. It never matches more than one
 * word, because an index without positions answers no phrase queries. The tokenizer knows only some diacritics, and
 * treats some vowel signs as separators.
 */
const WORDS =
  /[[\p{L}\p{N}\p{Co}\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]--[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]]+/gv;

/**
 * Selects the rowids of the validations that match, in the order of the list.
 *
 * @param condition - a further condition on their rows
 */
export function matchingText({ q, file_path }: TextFilter, condition: SQL, slice: Slice): SQL {
  const inPath =
    file_path === undefined ? undefined : sql`validation_search match ${`file_path : ${quote(file_path)}`}`;
  if (q === undefined) return rowidsOf(sql`validation_search`, inPath ?? sql`true`, condition, slice);
  const withPath = all(
    condition,
    inPath && sql`${validations}.rowid in (select rowid from validation_search where ${inPath})`,
  );
  const asItStands = rowidsOf(
    sql`validation_search`,
    sql`validation_search match ${quote(q)}`,
    withPath,
    slice,
  );
  const terms = termsOf(q);
  if (terms === '') return asItStands;
  const asWords = rowidsOf(sql`validation_texts`, sql`validation_texts match ${terms}`, withPath, slice);
  return sql`select rowid from (${asItStands}) union select rowid from (${asWords})`;
}

const find = (index: SQL, match: string) => sql`select rowid from ${index} where ${index} match ${match}`;
const isIn = (index: SQL, match: string) =>
  sql`exists (select 1 from ${index} where ${index}.rowid = ${validations}.rowid and ${index} match ${match})`;

/** Selects the rowids of the validations that match, in no order; of those that match twice, twice. */
export function allMatching({ q, file_path }: TextFilter): SQL {
  if (q === undefined) return find(sql`validation_search`, `file_path : ${quote(file_path ?? '')}`);
  const asItStands = find(sql`validation_search`, quote(q));
  const terms = termsOf(q);
  return terms === ''
    ? asItStands
    : sql`select rowid from (${asItStands}) union all select rowid from (${find(sql`validation_texts`, terms)})`;
}

/** Whether one row of `validations` matches. */
export function matches({ q, file_path }: TextFilter): SQL {
  const inPath =
    file_path === undefined
      ? undefined
      : (holds([validations.file_path], file_path) ??
        isIn(sql`validation_search`, `file_path : ${quote(file_path)}`));
  if (q === undefined) return all(inPath);
  const asItStands =
    holds([validations.file_path, validations.notes], q) ?? isIn(sql`validation_search`, quote(q));
  const terms = termsOf(q);
  const inText = terms === '' ? asItStands : sql`(${asItStands} or ${isIn(sql`validation_texts`, terms)})`;
  return all(inPath, inText);
}

/** Text that SQLite compares as the full-text indexes do, in upper or lower case. */
const PLAIN = /^[ -~]+$/;

/**
 * Whether a text is in one of some columns, for single rows: to ask a full-text index about one row costs far more. LIKE takes
 * no more than 50 bytes in D1.
 *
 * @returns undefined for text that only the index can compare
 */
export function holds(columns: readonly SQLiteColumn[], text: string): SQL | undefined {
  if (!PLAIN.test(text)) return undefined;
  const conditions = columns.map(
    (column) => sql`instr(lower(coalesce(${column}, '')), ${text.toLowerCase()}) > 0`,
  );
  return sql`(${sql.join(conditions, sql` or `)})`;
}

/** The index is read first. If its order is that of the list, it is read only as far as the page. */
function rowidsOf(index: SQL, match: SQL, condition: SQL, { behindCursor, order, limit }: Slice): SQL {
  const rowid = sql`found.rowid`;
  return sql`select ${rowid} from ${index} found cross join ${validations} on ${validations}.rowid = ${rowid}
    where ${all(match, condition, behindCursor(rowid))} order by ${order(rowid)} limit ${limit}`;
}

/**
 * All words of a text as a query; empty when there are none. Whole words only: SQLite reads their matches no further
 * than the page, but would collect all matches of a prefix first.
 */
export function termsOf(text: string): string {
  return (text.match(WORDS) ?? []).map(quote).join(' ');
}

/** Quotes a string of FTS5's query language, so that nothing in it is syntax. */
export function quote(text: string): string {
  // A NUL would end the query.
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
