/** Shows what was sent to a webhook, and sends it again. Admins only. */
import type {
  WebhookDelivery,
  WebhookDeliveryInput,
  WebhookDeliveryPage,
} from '../../shared/api/webhooks.ts';
import { listDeliveries, readDelivery, replayDelivery } from '../../store/webhook-deliveries.ts';
import { readWebhook } from '../../store/webhooks.ts';
import type { ServiceContext } from '../context.ts';
import { found, Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';

/**
 * Lists the deliveries of a webhook, the newest event first.
 *
 * @throws {Refusal} `forbidden` or `not-found`
 */
export async function readDeliveries(
  context: ServiceContext,
  id: string,
  query: WebhookDeliveryInput,
): Promise<WebhookDeliveryPage> {
  requireAdmin(context, 'see what was sent to webhooks');
  return found(await listDeliveries(context.db, id, query), 'webhook', id);
}

/**
 * Has a delivery sent again, with the same id. It does not wait for other events, and they do not wait for it.
 *
 * @throws {Refusal} `forbidden`, `not-found`, or `wrong-state` when it waits to be sent anyway, when its webhook is disabled, or
 *   when the log no longer has the event
 */
export async function replay(
  context: ServiceContext,
  id: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  requireAdmin(context, 'have deliveries sent again');
  const { db, now, later, webhooks } = context;
  const webhook = found(await readWebhook(db, id), 'webhook', id);
  const { row, event } = found(await readDelivery(db, id, deliveryId), 'delivery', deliveryId);
  if (webhook.state === 'disabled') {
    throw new Refusal('wrong-state', 'The webhook is disabled: resume it first.', [], webhook.state);
  }
  if (!event) throw new Refusal('wrong-state', 'The log no longer has this event.', [], 'forgotten');
  const replayed = await replayDelivery(db, deliveryId, now().toISOString());
  if (!replayed) throw new Refusal('wrong-state', 'It waits to be sent already.', [], row.state);
  if (webhooks) later(() => webhooks.wake(id));
  return replayed;
}
