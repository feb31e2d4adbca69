/** Counts of documents that are kept, so that they cost nothing to know. */
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { DocumentListQuery } from '../shared/api/documents.ts';
import type { Database } from './database.ts';
import { totalFilters } from './document-filters.ts';
import { isPart, KEPT_FOLDER, scopeOfOwner } from './quality-parts.ts';
import { documentTotals, ownerTotals, qualityParts } from './schema.ts';

/** Statement: reads how many documents pass the filters; undefined where no counts are kept for them. */
export function selectKeptCount(db: Database, principal: Principal, query: DocumentListQuery) {
  const { rule_id, owner, file_path, folder, ref, removed, outcome, open } = query;
  if (file_path !== undefined) return undefined;
  const count = { n: sql<number>`coalesce(sum(n), 0)` };
  if (rule_id === undefined && folder === undefined) {
    if (owner === undefined)
      return db.select(count).from(documentTotals).where(totalFilters(principal, query));
    const isOwned = and(eq(ownerTotals.owner, owner), totalFilters(principal, query, ownerTotals));
    return db.select(count).from(ownerTotals).where(isOwned);
  }
  // The parts of quality: those of the main line now.
  const part = partOf(query);
  if (part === undefined || ref !== '' || removed || outcome !== undefined || open !== undefined) {
    return undefined;
  }
  const families = sql`(select distinct family from ${documentTotals} where ${totalFilters(principal, query)})`;
  return db
    .select({ n: sql<number>`coalesce(sum(${qualityParts.documents}), 0)` })
    .from(qualityParts)
    .where(and(inArray(qualityParts.family, families), part));
}

function partOf({ rule_id, owner, folder }: DocumentListQuery): SQL | undefined {
  const name = folder?.replace(/\/+$/, '');
  if (name !== undefined && (owner !== undefined || !KEPT_FOLDER.test(name))) return undefined;
  const scope = name ?? (owner === undefined ? '' : scopeOfOwner(owner));
  return rule_id === undefined ? isPart('', 'folder', scope) : isPart(scope, 'rule', rule_id);
}
