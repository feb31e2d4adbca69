/** Counts documents by owner. */
import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { OwnerGroups, OwnerGroupsQuery } from '../shared/api/documents.ts';
import { MAX_OWNER_GROUPS } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { ownerTotals } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** Reads the owners of the documents of a ref with most documents, and how these are. */
export async function readOwnerGroups(
  db: Database,
  principal: Principal,
  { ref, family }: OwnerGroupsQuery,
): Promise<OwnerGroups> {
  const { owner, n, outcome, is_open } = ownerTotals;
  const having = (condition: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(${n}) filter (where ${condition}), 0)`;
  const [rows, head] = await db.batch([
    db
      .select({
        owner,
        documents: sql<number>`sum(${n})`.as('documents'),
        pass: having(sql`${outcome} = 'pass'`),
        warning: having(sql`${outcome} = 'warning'`),
        fail: having(sql`${outcome} = 'fail'`),
        open: having(sql`${is_open} = 1`),
      })
      .from(ownerTotals)
      .where(
        and(
          eq(ownerTotals.ref, ref),
          eq(ownerTotals.is_removed, 0),
          family === undefined ? undefined : eq(ownerTotals.family, family),
          inVisibleFamily(principal, ownerTotals.family),
        ),
      )
      .groupBy(owner)
      .having(sql`sum(${n}) > 0`)
      .orderBy(desc(sql`documents`), asc(owner))
      .limit(MAX_OWNER_GROUPS),
    selectHead(db),
  ]);
  return {
    results: rows.map(({ pass, warning, fail, ...group }) => ({
      ...group,
      by_outcome: { pass, warning, fail },
    })),
    position: toPosition(head),
  };
}
