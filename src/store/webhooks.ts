/** Webhooks: where events are sent to, and how far in the log each of them is. */
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import * as v from 'valibot';
import type { Webhook } from '../shared/api/webhooks.ts';
import { EVENT_TYPES, type LiveEvent } from '../shared/events.ts';
import type { Database } from './database.ts';
import { selectHead, toLiveEvents, toPosition } from './events.ts';
import { events, webhookDeliveries, webhooks } from './schema.ts';

export type WebhookRow = typeof webhooks.$inferSelect;
export type NewWebhook = Pick<
  WebhookRow,
  'id' | 'url' | 'events' | 'families' | 'format' | 'origin' | 'created_by' | 'created_at'
>;

const listColumn = v.pipe(v.string(), v.parseJson(), v.array(v.string()));
const typesColumn = v.pipe(v.string(), v.parseJson(), v.array(v.picklist(EVENT_TYPES)));

/** A row as the API shows it. */
export function toWebhook({ failures: _failures, origin: _origin, ...row }: WebhookRow): Webhook {
  return { ...row, events: v.parse(typesColumn, row.events), families: familiesOf(row) };
}

function familiesOf({ families }: Pick<WebhookRow, 'families'>): string[] | null {
  return families === null ? null : v.parse(listColumn, families);
}

/** Statement: stores a webhook. It follows the log from the head that the batch has reached by then. */
export function insertWebhook(db: Database, webhook: NewWebhook) {
  const reached = sql`coalesce((select seq from sqlite_sequence where name = 'events'), 0)`;
  return db.insert(webhooks).values({ ...webhook, reached });
}

/** Reads one webhook. @returns undefined when there is none */
export async function readWebhook(db: Database, id: string): Promise<WebhookRow | undefined> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
  return row;
}

/** Reads all webhooks, oldest first, and the position of the log that they include. */
export async function listWebhooks(db: Database): Promise<{ rows: WebhookRow[]; position: number }> {
  const [rows, head] = await db.batch([
    db.select().from(webhooks).orderBy(asc(webhooks.created_at), asc(webhooks.id)),
    selectHead(db),
  ]);
  return { rows, position: toPosition(head) };
}

/** Statements: delete a webhook with its deliveries. The last one changes a row if there was one. */
export function deleteWebhook(db: Database, id: string) {
  return [
    db.delete(webhookDeliveries).where(eq(webhookDeliveries.webhook_id, id)),
    db.delete(webhooks).where(eq(webhooks.id, id)),
  ] as const;
}

/** Statement: has a disabled webhook go on from where it was. */
export function resumeWebhook(db: Database, id: string) {
  return db
    .update(webhooks)
    .set({ state: 'active', failures: 0, failing_since: null, next_attempt_at: null, error: null })
    .where(and(eq(webhooks.id, id), eq(webhooks.state, 'disabled')));
}

/** Statement: disables a webhook that is active. */
export function disableWebhook(db: Database, id: string, error: string) {
  return db
    .update(webhooks)
    .set({ state: 'disabled', next_attempt_at: null, error })
    .where(and(eq(webhooks.id, id), eq(webhooks.state, 'active')));
}

/** The next events of the log for a webhook. */
export interface NextEvents {
  /** In ascending order of their ids. */
  events: LiveEvent[];
  /** The webhook is done with everything up to here once these events are. */
  upTo: number;
}

/**
 * Reads the events that a webhook is to send next.
 *
 * @param scanned - how many events of the log are looked at, at most
 * @param limit - the most events
 */
export async function readNextEvents(
  db: Database,
  webhook: WebhookRow,
  { scanned, limit }: { scanned: number; limit: number },
): Promise<NextEvents> {
  const end = webhook.reached + scanned;
  const [rows, seq] = await db.batch([
    db
      .select()
      .from(events)
      .where(sql`${events.id} > ${webhook.reached} and ${events.id} <= ${end} and ${isFor(webhook)}`)
      .orderBy(asc(events.id))
      .limit(limit),
    selectHead(db),
  ]);
  const found = toLiveEvents(rows);
  const isAll = found.length < limit;
  return { events: found, upTo: isAll ? Math.min(end, toPosition(seq)) : (found.at(-1)?.id ?? end) };
}

/** The unary plus keeps SQLite from the index on families, which matches far more rows than the range of ids. */
function isFor(webhook: WebhookRow): SQL {
  const isOfType = sql`${events.type} in (select value from json_each(${webhook.events}))`;
  if (webhook.families === null) return isOfType;
  return sql`${isOfType} and +${events.family} in (select value from json_each(${webhook.families}))`;
}

/** How a webhook gets on. */
export type WebhookProgress = Pick<
  WebhookRow,
  'reached' | 'failures' | 'failing_since' | 'next_attempt_at' | 'error'
>;

/** Statement: notes how a webhook gets on, and what was delivered and given up since. */
export function saveProgress(
  db: Database,
  id: string,
  progress: WebhookProgress,
  { delivered, failed }: { delivered: number; failed: number },
) {
  return db
    .update(webhooks)
    .set({
      ...progress,
      delivered: sql`${webhooks.delivered} + ${delivered}`,
      failed: sql`${webhooks.failed} + ${failed}`,
    })
    .where(eq(webhooks.id, id));
}
