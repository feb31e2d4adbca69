/** The filters of the list of documents, as SQL conditions. */
import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { DocumentListQuery } from '../shared/api/documents.ts';
import { documents, documentTotals, type ownerTotals } from './schema.ts';
import { holds, quote } from './search.ts';
import { inVisibleFamily } from './visibility.ts';

/** The filters that no counts are kept for. */
export type OtherFilter = 'rule_id' | 'owner' | 'file_path' | 'folder';

/** The filters that counts are kept for. Without `removed`: whether they are removed or not. */
interface Facets extends Pick<DocumentListQuery, 'family' | 'ref' | 'outcome' | 'open'> {
  removed: boolean | undefined;
}

/**
 * The condition for rows of `documents`, by the filters that are no facets.
 *
 * @param answered - the filter that is answered otherwise
 */
export function otherConditions(query: DocumentListQuery, answered?: OtherFilter): SQL | undefined {
  const { rule_id, owner, file_path, folder } = query;
  const conditions: Record<OtherFilter, SQL | undefined> = {
    rule_id:
      rule_id === undefined
        ? undefined
        : sql`exists (select 1 from document_rules where document_id = ${documents.id} and rule_id = ${rule_id})`,
    owner:
      owner === undefined
        ? undefined
        : sql`exists (select 1 from document_owners where document_id = ${documents.id} and owner = ${owner})`,
    file_path: file_path === undefined ? undefined : hasInPath(file_path),
    folder: folder === undefined ? undefined : inFolder(folder),
  };
  if (answered !== undefined) conditions[answered] = undefined;
  return and(...Object.values(conditions));
}

function hasInPath(part: string): SQL {
  return (
    holds([documents.file_path], part) ??
    sql`exists (select 1 from document_search
      where document_search.rowid = ${documents.id} and document_search match ${quote(part)})`
  );
}

/** A range of paths, which an index answers. */
export function inFolder(folder: string, path: SQL = sql`${documents.file_path}`): SQL {
  const { start, end } = rangeOf(folder);
  return sql`${path} >= ${start} and ${path} < ${end}`;
}

/** The paths from `start` on and before `end` are those in a folder: `0` is the character after the slash. */
export function rangeOf(folder: string): { start: string; end: string } {
  const name = folder.replace(/\/+$/, '');
  return { start: `${name}/`, end: `${name}0` };
}

/** The combinations of facets that pass the filters. */
export function totalFilters(
  principal: Principal,
  { family, ref, outcome, open, removed }: Facets,
  totals: typeof documentTotals | typeof ownerTotals = documentTotals,
): SQL | undefined {
  return and(
    eq(totals.ref, ref),
    removed === undefined ? undefined : eq(totals.is_removed, Number(removed)),
    inVisibleFamily(principal, totals.family),
    outcome && eq(totals.outcome, outcome),
    open === undefined ? undefined : eq(totals.is_open, Number(open)),
    family === undefined ? undefined : eq(totals.family, family),
  );
}

/** The condition for rows of `documents`, by facets. */
export function facetConditions(
  principal: Principal,
  { family, ref, outcome, open, removed }: DocumentListQuery,
): SQL | undefined {
  return and(
    eq(documents.ref, ref),
    eq(documents.is_removed, Number(removed)),
    inVisibleFamily(principal, documents.family),
    outcome && eq(documents.outcome, outcome),
    open === undefined ? undefined : eq(documents.is_open, Number(open)),
    family === undefined ? undefined : eq(documents.family, family),
  );
}
