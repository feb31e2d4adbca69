/** Words and parts of words: the full-text indexes, which the triggers of the migrations keep. */
import { sql, type SQL } from 'drizzle-orm';
import { all, type Slice } from './facets.ts';
import { validations } from './schema.ts';

export interface TextFilter {
  /** In the path or the notes as it stands, or all of its words in the document. */
  q: string | undefined;
  /** A part of the path. */
  file_path: string | undefined;
}

/**
 * What the tokenizer of the document's words (unicode61) takes for a word, or for a part of one: never for more than one,
 * since an index without places answers no phrases. It knows of few diacritics, and takes some vowel signs for spaces.
 */
const WORDS =
  /[[\p{L}\p{N}\p{Co}\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]--[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]]+/gv;

/**
 * The rowids of validations that have a text, in the order of the list.
 *
 * @param condition - what else must be true of their rows
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

/** The index is read first, and in its own order where that is the list's: then it is read no further than the page. */
function rowidsOf(index: SQL, match: SQL, condition: SQL, { behindCursor, order, limit }: Slice): SQL {
  const rowid = sql`found.rowid`;
  return sql`select ${rowid} from ${index} found cross join ${validations} on ${validations}.rowid = ${rowid}
    where ${all(match, condition, behindCursor(rowid))} order by ${order(rowid)} limit ${limit}`;
}

/**
 * All words of a text, as a query; empty when there are none. Whole words: their places are read no further than the page.
 * Beginnings of words would be gathered first, all of them.
 */
export function termsOf(text: string): string {
  return (text.match(WORDS) ?? []).map(quote).join(' ');
}

/** A string of FTS5's query language: nothing in it is syntax. */
function quote(text: string): string {
  // A NUL would end the query there.
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
