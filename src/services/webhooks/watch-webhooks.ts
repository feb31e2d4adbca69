/** Keeps webhooks going: what the hub knows of them, alarms that were lost, and deliveries that are old. */
import {
  MAX_WEBHOOK_DELIVERIES,
  MAX_SWEPT_DELIVERIES,
  WEBHOOK_DELIVERY_LIFETIME_MS,
} from '../../shared/limits.ts';
import type { Database } from '../../store/database.ts';
import { forgetWebhookDeliveries } from '../../store/webhook-deliveries.ts';
import { listWebhooks, toWebhook } from '../../store/webhooks.ts';
import type { ServiceContext, WebhookSenders } from '../context.ts';
import { attempt } from '../runs/run-watch.ts';

export type WebhookWatchContext = Pick<ServiceContext, 'db' | 'now' | 'webhooks'>;

/** Tells the hub of all active webhooks. @returns their ids */
export async function followAll(db: Database, senders: WebhookSenders): Promise<string[]> {
  const { rows } = await listWebhooks(db);
  const active = rows.map(toWebhook).filter(({ state }) => state === 'active');
  await senders.follow(active.map(({ id, events, families }) => ({ id, events, families })));
  return active.map(({ id }) => id);
}

/** Wakes every sender, should its alarm be lost, and forgets old deliveries. Never rejects because of a sender. */
export async function watchWebhooks(context: WebhookWatchContext): Promise<void> {
  const { db, webhooks: senders, now } = context;
  if (!senders) return;
  await forgetWebhookDeliveries(db, {
    before: new Date(now().getTime() - WEBHOOK_DELIVERY_LIFETIME_MS).toISOString(),
    keep: MAX_WEBHOOK_DELIVERIES,
    limit: MAX_SWEPT_DELIVERIES,
  });
  await attempt(context, async () => {
    const ids = await followAll(db, senders);
    await Promise.all(ids.map((id) => attempt(context, () => senders.wake(id))));
  });
}
