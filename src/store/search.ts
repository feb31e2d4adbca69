/** Full-text search. Triggers keep the indexes: see src/store/schema/validations.ts. */
import { sql, type SQL } from 'drizzle-orm';
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
