import type { NewEvent } from '../../shared/events.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { appendEventsIfChanged, toLiveEvents } from '../../store/events.ts';
import { disableWebhook, type WebhookRow } from '../../store/webhooks.ts';
import { OWN_ACTOR, type ServiceContext } from '../context.ts';

/** What an event tells of a webhook: not its address, which may be a secret. */
export function toldOf({ id, url }: { id: string; url: string }): { webhook_id: string; host: string } {
  return { webhook_id: id, host: new URL(url).host };
}

/** Disables a webhook, and says so in the log. @param reason - in words */
export async function disable(
  { db, now, publish }: Pick<ServiceContext, 'db' | 'now' | 'publish'>,
  webhook: WebhookRow,
  reason: string,
): Promise<void> {
  const event: NewEvent = {
    type: 'webhook_disabled',
    timestamp: now().toISOString(),
    actor: OWN_ACTOR,
    subject: {},
    payload: { ...toldOf(webhook), reason },
  };
  const appended = await commitWithEvents(db, {
    before: [disableWebhook(db, webhook.id, reason)],
    events: appendEventsIfChanged(db, [event]),
  });
  if (appended.length > 0) publish(toLiveEvents(appended));
}
