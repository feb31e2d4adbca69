import { count, eq, gte, sql } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Stats } from '../shared/api.ts';
import { OUTCOMES, RECOMMENDATION_STATUSES, REVIEWS, WORKFLOW_STATES } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { recommendations, validations, workflows } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** How many rows for each name; names without rows are 0, rows without a name are left out. */
function tally<const T extends string>(
  names: readonly T[],
  rows: readonly { name: string | null; n: number }[],
): Record<T, number> {
  const figure = (name: T) => rows.find((row) => row.name === name)?.n ?? 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the type of its keys
  return Object.fromEntries(names.map((name) => [name, figure(name)])) as Record<T, number>;
}

const sum = (figures: Record<string, number>) => Object.values(figures).reduce((total, n) => total + n, 0);

/**
 * The counters of what the principal may see, with the position that they include.
 *
 * @param since - start of the last 24 hours, ISO 8601
 */
export async function readStats(db: Database, principal: Principal, since: string): Promise<Stats> {
  const visible = inVisibleFamily(principal, validations.family);
  const [outcomes, reviews, statuses, states, recent, head] = await db.batch([
    db
      .select({ name: validations.outcome, n: count() })
      .from(validations)
      .where(visible)
      .groupBy(validations.outcome),
    db
      .select({ name: validations.review, n: count() })
      .from(validations)
      .where(visible)
      .groupBy(validations.review),
    db
      .select({ name: recommendations.status, n: count() })
      .from(recommendations)
      .innerJoin(validations, eq(validations.id, recommendations.validation_id))
      .where(visible)
      .groupBy(recommendations.status),
    db
      .select({ name: workflows.state, n: count() })
      .from(workflows)
      .where(inVisibleFamily(principal, workflows.family))
      .groupBy(workflows.state),
    db
      .select({ n: count() })
      .from(validations)
      .where(sql`${gte(validations.created_at, since)} and ${visible ?? sql`true`}`),
    selectHead(db),
  ]);
  const byReview = tally(REVIEWS, reviews);
  const byStatus = tally(RECOMMENDATION_STATUSES, statuses);
  const byState = tally(WORKFLOW_STATES, states);
  return {
    validations: {
      total: sum(byReview),
      last_24h: recent[0]?.n ?? 0,
      by_outcome: tally(OUTCOMES, outcomes),
      by_review: byReview,
    },
    recommendations: { total: sum(byStatus), by_status: byStatus },
    workflows: { total: sum(byState), by_state: byState },
    position: toPosition(head),
  };
}
