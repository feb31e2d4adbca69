/** Reads what waits to be worked off: runs, their documents, deliveries of GitHub, and webhooks that fail. */
import { and, count, eq, inArray, isNotNull, min, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { githubDeliveries, webhooks, workflows } from './schema.ts';

/** States of runs that have not ended. */
const OPEN = ['pending', 'running', 'paused'] as const;

/** Something that waits. */
export interface Queue {
  depth: number;
  /** The last progress of what waits longest, ISO 8601; null when nothing waits. */
  since: string | null;
}

/** What waits to be worked off. */
export interface WaitingWork {
  runs: Record<(typeof OPEN)[number], number>;
  queues: { run_documents: Queue; github_deliveries: Queue; webhook_deliveries: Queue };
}

/** Selects {@link WaitingWork}: three statements of a batch, whose cost is that of what waits. */
export function selectWaiting(db: Database) {
  const { state, total, done, updated_at } = workflows;
  return [
    db
      .select({
        state,
        n: count(),
        left: sql<number>`sum(${total} - ${done})`,
        since: min(updated_at),
      })
      .from(workflows)
      .where(inArray(state, [...OPEN]))
      .groupBy(state),
    db
      .select({ n: count(), since: min(githubDeliveries.received_at) })
      .from(githubDeliveries)
      // Written out, because SQLite counts over the index only if it knows the value.
      .where(sql`${githubDeliveries.state} = 'waiting'`),
    // Of each webhook that fails, the delivery that all others wait behind. There are few webhooks.
    db
      .select({ n: count(), since: min(webhooks.failing_since) })
      .from(webhooks)
      .where(and(eq(webhooks.state, 'active'), isNotNull(webhooks.failing_since))),
  ] as const;
}

type Rows<N extends 0 | 1 | 2> = Awaited<ReturnType<typeof selectWaiting>[N]>;

/** Reads the rows of {@link selectWaiting}. */
export function toWaiting(runs: Rows<0>, [deliveries]: Rows<1>, [failing]: Rows<2>): WaitingWork {
  const of = (state: (typeof OPEN)[number]) => runs.find((row) => row.state === state);
  const running = of('running');
  return {
    runs: { pending: of('pending')?.n ?? 0, running: running?.n ?? 0, paused: of('paused')?.n ?? 0 },
    queues: {
      // Those of a run that was not started, or is paused, wait for a person.
      run_documents: { depth: running?.left ?? 0, since: running?.left ? running.since : null },
      github_deliveries: { depth: deliveries?.n ?? 0, since: deliveries?.since ?? null },
      webhook_deliveries: { depth: failing?.n ?? 0, since: failing?.since ?? null },
    },
  };
}
