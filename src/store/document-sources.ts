/** Indexes of filters that are no facets. document-candidates.ts reads them. */
import { sql, type SQL } from 'drizzle-orm';
import type { DocumentListQuery } from '../shared/api/documents.ts';
import { inFolder, type OtherFilter } from './document-filters.ts';
import { all } from './facets.ts';
import { isPart, KEPT_FOLDER } from './quality-parts.ts';
import { quote } from './search.ts';

/** The index of a filter. */
export interface Source {
  filter: OtherFilter;
  /** Selects the ids of all documents that pass the filter. */
  ids: SQL;
  /** How many these are; as an estimate, or at least `limit`. */
  size: (limit: SQL) => SQL;
  /** The table `found` with an index in the order of paths, and the condition for rows of a family `t`. */
  byPath?: { found: SQL; condition: SQL; inFolder: SQL | undefined };
}

const sizeOf = (ids: SQL) => (limit: SQL) => sql`(select count(*) from (${ids} limit ${limit}))`;

/** What is counted for the main line. */
const kept = (part: SQL) => () =>
  sql`(select coalesce(sum(documents), 0) from quality_parts
    where family in (select family from combos) and ${part})`;

/** The index to read first, of all that answer a filter; undefined if there is none. */
export function sourceOf({ rule_id, owner, file_path, folder, ref }: DocumentListQuery): Source | undefined {
  if (file_path !== undefined) {
    const ids = sql`select rowid as id from document_search where document_search match ${quote(file_path)}`;
    return { filter: 'file_path', ids, size: sizeOf(ids) };
  }
  const name = folder?.replace(/\/+$/, '');
  const isKept = ref === '' && (name === undefined || KEPT_FOLDER.test(name));
  const ofTable = (filter: OtherFilter, table: SQL, condition: SQL, size?: () => SQL): Source => {
    const byPath = {
      found: sql`${table} found`,
      condition: sql`found.${condition} and found.ref = ${ref} and found.family = t.family`,
      inFolder: folder === undefined ? undefined : inFolder(folder, sql`found.file_path`),
    };
    const ids = sql`select found.document_id as id from (select distinct family from combos) t
      cross join ${byPath.found} where ${all(byPath.condition, byPath.inFolder)}`;
    return { filter, ids, size: size ?? sizeOf(ids), byPath };
  };
  if (rule_id !== undefined) {
    const size = isKept ? kept(isPart(name ?? '', 'rule', rule_id)) : undefined;
    return ofTable('rule_id', sql`document_rules`, sql`rule_id = ${rule_id}`, size);
  }
  if (owner !== undefined) {
    const size = sql`(select coalesce(sum(n), 0) from owner_totals where ref = ${ref} and owner = ${owner})`;
    return ofTable(
      'owner',
      sql`document_owners`,
      sql`owner = ${owner}`,
      name === undefined ? () => size : undefined,
    );
  }
  if (folder === undefined) return undefined;
  const ids = sql`select documents.id as id from (select distinct family from combos) t cross join documents
    on documents.family = t.family and documents.ref = ${ref} and ${inFolder(folder)}`;
  return { filter: 'folder', ids, size: isKept ? kept(isPart('', 'folder', name ?? '')) : sizeOf(ids) };
}
