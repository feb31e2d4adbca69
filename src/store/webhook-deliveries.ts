/** The deliveries of webhooks: events that were sent, or could not be. */
import { and, asc, desc, eq, lt, lte, sql } from 'drizzle-orm';
import type { WebhookDelivery, WebhookDeliveryInput, WebhookDeliveryPage } from '../shared/api/webhooks.ts';
import type { LiveEvent } from '../shared/events.ts';
import type { Database } from './database.ts';
import { selectHead, toLiveEvents, toPosition } from './events.ts';
import { selectBoundedCount, toPageOf } from './paging.ts';
import { jsonParameters } from './parameters.ts';
import { events, webhookDeliveries, webhooks } from './schema.ts';

export type DeliveryRow = typeof webhookDeliveries.$inferSelect;
/** One attempt that was made. */
export type Attempt = Pick<
  DeliveryRow,
  'id' | 'event_id' | 'type' | 'state' | 'status' | 'error' | 'next_attempt_at' | 'updated_at'
>;

function toDelivery(row: DeliveryRow): WebhookDelivery {
  const { webhook_id: _webhook, since: _since, ...shown } = row;
  return shown;
}

/**
 * Statements: note attempts of a webhook, each of another event. Nothing is noted for a webhook that was deleted meanwhile.
 */
export function noteAttempts(db: Database, webhookId: string, attempts: readonly Attempt[]) {
  return jsonParameters(attempts).map((parameter) =>
    db
      .insert(webhookDeliveries)
      .select(
        sql`select value->>'id', ${webhookId}, value->>'event_id', value->>'type', value->>'state', 0, 1,
          value->>'status', value->>'error', value->>'next_attempt_at', value->>'updated_at', value->>'updated_at',
          value->>'updated_at'
          from json_each(${parameter}) where exists (select 1 from ${webhooks} where id = ${webhookId})`,
      )
      .onConflictDoUpdate({
        target: webhookDeliveries.id,
        set: {
          state: sql`excluded.state`,
          attempts: sql`${webhookDeliveries.attempts} + 1`,
          status: sql`excluded.status`,
          error: sql`excluded.error`,
          next_attempt_at: sql`excluded.next_attempt_at`,
          updated_at: sql`excluded.updated_at`,
        },
      }),
  );
}

/**
 * Reads a page of the deliveries of a webhook, the newest event first.
 *
 * @returns undefined when there is no such webhook
 */
export async function listDeliveries(
  db: Database,
  webhookId: string,
  { limit, cursor, state }: WebhookDeliveryInput,
): Promise<WebhookDeliveryPage | undefined> {
  const wanted = and(
    eq(webhookDeliveries.webhook_id, webhookId),
    state === undefined ? undefined : eq(webhookDeliveries.state, state),
  );
  const [known, rows, counted, head] = await db.batch([
    db.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.id, webhookId)),
    db
      .select()
      .from(webhookDeliveries)
      .where(and(wanted, cursor === undefined ? undefined : lt(webhookDeliveries.event_id, cursor)))
      .orderBy(desc(webhookDeliveries.event_id))
      .limit(limit + 1),
    selectBoundedCount(db, sql`select 1 from ${webhookDeliveries} where ${wanted}`),
    selectHead(db),
  ]);
  if (known.length === 0) return undefined;
  return toPageOf(rows, {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
    show: toDelivery,
    cursorOf: ({ event_id }) => String(event_id),
  });
}

/** A delivery, and its event if the log still has it. */
export interface KeptDelivery {
  row: DeliveryRow;
  event: LiveEvent | undefined;
}

/** Reads one delivery of a webhook. @returns undefined when there is none */
export async function readDelivery(
  db: Database,
  webhookId: string,
  id: string,
): Promise<KeptDelivery | undefined> {
  const [found] = await db
    .select({ row: webhookDeliveries, event: events })
    .from(webhookDeliveries)
    .leftJoin(events, eq(events.id, webhookDeliveries.event_id))
    .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.webhook_id, webhookId)));
  return found && withEvent(found);
}

function withEvent({ row, event }: { row: DeliveryRow; event: typeof events.$inferSelect | null }) {
  return { row, event: event === null ? undefined : toLiveEvents([event])[0] };
}

/** Has a delivery that is done sent again. @returns it; undefined when it waits to be sent anyway */
export async function replayDelivery(
  db: Database,
  id: string,
  now: string,
): Promise<WebhookDelivery | undefined> {
  const [row] = await db
    .update(webhookDeliveries)
    .set({
      state: 'waiting',
      is_replay: true,
      attempts: 0,
      status: null,
      error: null,
      next_attempt_at: now,
      updated_at: now,
      since: now,
    })
    .where(and(eq(webhookDeliveries.id, id), sql`${webhookDeliveries.state} <> 'waiting'`))
    .returning();
  return row && toDelivery(row);
}

/** Reads the replay of a webhook that is due first. @returns undefined when none is due */
export async function readDueReplay(
  db: Database,
  webhookId: string,
  now: string,
): Promise<KeptDelivery | undefined> {
  const { webhook_id, next_attempt_at } = webhookDeliveries;
  const [found] = await db
    .select({ row: webhookDeliveries, event: events })
    .from(webhookDeliveries)
    .leftJoin(events, eq(events.id, webhookDeliveries.event_id))
    .where(
      and(
        eq(webhook_id, webhookId),
        sql`${webhookDeliveries.state} = 'waiting' and ${webhookDeliveries.is_replay} = 1`,
        lte(next_attempt_at, now),
      ),
    )
    .orderBy(asc(next_attempt_at))
    .limit(1);
  return found && withEvent(found);
}

/** Statement: notes an attempt of a replay. */
export function noteReplay(db: Database, attempt: Omit<Attempt, 'event_id' | 'type'>) {
  const { id, ...changes } = attempt;
  return db
    .update(webhookDeliveries)
    .set({ ...changes, attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(eq(webhookDeliveries.id, id));
}

/**
 * Forgets deliveries that ended: those from before a moment, and those of a webhook beyond its newest so many.
 *
 * @param limit - the most that are forgotten of each webhook
 */
export async function forgetWebhookDeliveries(
  db: Database,
  { before, keep, limit }: { before: string; keep: number; limit: number },
): Promise<void> {
  const known = await db.select({ id: webhooks.id }).from(webhooks);
  for (const { id } of known) {
    const ended = and(eq(webhookDeliveries.webhook_id, id), sql`${webhookDeliveries.state} <> 'waiting'`);
    const oldest = db
      .select({ id: webhookDeliveries.id })
      .from(webhookDeliveries)
      .where(
        and(
          ended,
          sql`(${webhookDeliveries.updated_at} < ${before} or ${webhookDeliveries.event_id} <= (
            select event_id from webhook_deliveries newest where newest.webhook_id = ${id}
              order by event_id desc limit 1 offset ${keep}))`,
        ),
      )
      .orderBy(asc(webhookDeliveries.event_id))
      .limit(limit);
    await db.delete(webhookDeliveries).where(sql`${webhookDeliveries.id} in ${oldest}`);
  }
}
