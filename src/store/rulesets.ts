/** Rulesets that runs were started with. */
import { eq, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Database } from './database.ts';
import { rulesets, workflows } from './schema.ts';

const packsColumn = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ name: v.string(), source: v.string() })),
);

/** The stored packs that a ruleset was built from. */
export type KeptPacks = v.InferOutput<typeof packsColumn>;

/** Converts packs to the JSON that {@link insertRuleset} stores. */
export function toPacksColumn(packs: KeptPacks): string {
  return JSON.stringify(packs);
}

/** Statement: keeps a ruleset. One of the same version stays as it is. Put it into the batch that refers to it. */
export function insertRuleset(db: Database, ruleset: typeof rulesets.$inferInsert) {
  return db.insert(rulesets).values(ruleset).onConflictDoNothing();
}

/** Reads the packs of a kept ruleset. @returns undefined when it is not kept */
export async function readPacks(db: Database, version: string): Promise<KeptPacks | undefined> {
  const [row] = await db
    .select({ packs: rulesets.packs })
    .from(rulesets)
    .where(eq(rulesets.version, version));
  return row && v.parse(packsColumn, row.packs);
}

/**
 * Deletes kept rulesets that no run needs any more. A run needs its ruleset until it has ended, and while it can be retried.
 *
 * A ruleset is always stored in the batch of the run that refers to it, so one without a reference is not about to get one.
 *
 * @param limit - the most rulesets to delete
 */
export async function sweepRulesets(db: Database, limit: number): Promise<void> {
  const isNeeded = sql`exists (
    select 1 from ${workflows} where ruleset_version = rulesets.version
      and (state in ('running', 'paused', 'failed') or (state = 'completed' and failed > 0)))`;
  await db
    .delete(rulesets)
    .where(
      sql`${rulesets.version} in (select version from ${rulesets} where not ${isNeeded} limit ${limit})`,
    );
}
