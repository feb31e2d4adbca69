import { and, count, eq, gte, sql } from 'drizzle-orm';
import type { Principal } from '../access/principal.ts';
import type { Stats } from '../shared/api/monitoring.ts';
import { OUTCOMES, RECOMMENDATION_STATUSES, REVIEWS, RUN_STATES } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import {
  documentTotals,
  recommendationTotals,
  validationMinutes,
  validationTotals,
  workflows,
} from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** The length of `2026-11-23T21:07`, the key of a minute. */
const MINUTE_LENGTH = 16;

/** Sums rows by name. Names without rows are 0; other names are left out. */
function sumByName<const T extends string>(
  names: readonly T[],
  rows: readonly { name: string; n: number }[],
): Record<T, number> {
  const figure = (name: T) => rows.reduce((n, row) => (row.name === name ? n + row.n : n), 0);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the type of its keys
  return Object.fromEntries(names.map((name) => [name, figure(name)])) as Record<T, number>;
}

const sum = (figures: Record<string, number>) => Object.values(figures).reduce((total, n) => total + n, 0);

/**
 * Counts what the principal may see, with the position of the log that the counts include.
 *
 * @param since - the start of the last 24 hours, ISO 8601; its minute counts as a whole
 */
export async function readStats(db: Database, principal: Principal, since: string): Promise<Stats> {
  const { family, outcome, review, n } = validationTotals;
  const [validated, now, recommended, states, recent, head] = await db.batch([
    db.select({ outcome, review, n }).from(validationTotals).where(inVisibleFamily(principal, family)),
    db
      .select({ name: documentTotals.outcome, n: sql<number>`sum(${documentTotals.n})` })
      .from(documentTotals)
      .where(
        and(
          eq(documentTotals.ref, ''),
          eq(documentTotals.is_removed, 0),
          inVisibleFamily(principal, documentTotals.family),
        ),
      )
      .groupBy(documentTotals.outcome),
    db
      .select({ name: recommendationTotals.status, n: sql<number>`sum(${recommendationTotals.n})` })
      .from(recommendationTotals)
      .where(inVisibleFamily(principal, recommendationTotals.family))
      .groupBy(recommendationTotals.status),
    db
      .select({ name: workflows.state, n: count() })
      .from(workflows)
      .where(inVisibleFamily(principal, workflows.family))
      .groupBy(workflows.state),
    db
      .select({ n: sql<number>`coalesce(sum(${validationMinutes.n}), 0)` })
      .from(validationMinutes)
      .where(
        and(
          gte(validationMinutes.minute, since.slice(0, MINUTE_LENGTH)),
          inVisibleFamily(principal, validationMinutes.family),
        ),
      ),
    selectHead(db),
  ]);
  const byReview = sumByName(
    REVIEWS,
    validated.map((row) => ({ name: row.review, n: row.n })),
  );
  const byStatus = sumByName(RECOMMENDATION_STATUSES, recommended);
  const byState = sumByName(RUN_STATES, states);
  return {
    validations: {
      total: sum(byReview),
      last_24h: recent[0]?.n ?? 0,
      by_outcome: sumByName(
        OUTCOMES,
        validated.map((row) => ({ name: row.outcome, n: row.n })),
      ),
      by_review: byReview,
    },
    documents: {
      total: now.reduce((total, { n: some }) => total + some, 0),
      by_outcome: sumByName(OUTCOMES, now),
    },
    recommendations: { total: sum(byStatus), by_status: byStatus },
    workflows: { total: sum(byState), by_state: byState },
    position: toPosition(head),
  };
}
