/** Sends what somebody has asked to be sent again, beside the order of the log. */
import { WEBHOOK_GIVE_UP_AFTER_MS } from '../../shared/limits.ts';
import { figuresOfDeliveries } from '../../metrics/webhook-figures.ts';
import { addFigures } from '../../store/metrics.ts';
import { noteReplay, readDueReplay } from '../../store/webhook-deliveries.ts';
import type { WebhookRow } from '../../store/webhooks.ts';
import { messageBody } from '../../webhooks/message.ts';
import { post, type Outcome } from '../../webhooks/post.ts';
import { waitAfter } from '../../webhooks/schedule.ts';
import type { KeyedContext } from './sender-context.ts';

const EVENT_IS_GONE: Outcome = { status: null, error: 'the log no longer has the event', retryAfterMs: 0 };

/**
 * Sends the replay that is due first. One that fails is attempted again as other events are, for a day, and keeps nobody
 * waiting.
 *
 * @returns whether there was one
 */
export async function sendDueReplay(context: KeyedContext, webhook: WebhookRow): Promise<boolean> {
  const { db, secret, random } = context;
  const replay = await readDueReplay(db, webhook.id, context.now().toISOString());
  if (!replay) return false;
  const { row, event } = replay;
  const message = event && { id: row.id, body: messageBody(webhook, event) };
  const outcome = message ? await post(webhook.url, secret, message, context.now().getTime()) : EVENT_IS_GONE;
  const now = context.now();
  const isGivenUp = !event || now.getTime() - Date.parse(row.since) >= WEBHOOK_GIVE_UP_AFTER_MS;
  const failed = isGivenUp ? 'failed' : 'waiting';
  const state = outcome.error === null ? 'delivered' : failed;
  const waitMs = waitAfter(row.attempts + 1, outcome.retryAfterMs, random());
  await db.batch([
    noteReplay(db, {
      id: row.id,
      state,
      status: outcome.status,
      error: outcome.error,
      next_attempt_at: state === 'waiting' ? new Date(now.getTime() + waitMs).toISOString() : null,
      updated_at: now.toISOString(),
    }),
    addFigures(db, figuresOfDeliveries([state]), now.getTime()),
  ]);
  return true;
}
