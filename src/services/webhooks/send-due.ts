/**
 * Sends what a webhook has to send. The log says what that is and in which order; the row of the webhook says how far it is.
 * An event is sent before that is noted, so it is sent again when the process ends in between: at least once, in order.
 */
import {
  WEBHOOK_CHECK_INTERVAL_MS,
  WEBHOOK_DISABLE_AFTER_MS,
  WEBHOOK_EVENTS_PER_RECORD,
  WEBHOOK_GIVE_UP_AFTER_MS,
  WEBHOOK_SCANNED_EVENTS,
} from '../../shared/limits.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { figuresOfDeliveries } from '../../metrics/webhook-figures.ts';
import { addFigures } from '../../store/metrics.ts';
import { noteAttempts, type Attempt } from '../../store/webhook-deliveries.ts';
import {
  readNextEvents,
  readWebhook,
  saveProgress,
  type WebhookProgress,
  type WebhookRow,
} from '../../store/webhooks.ts';
import { addressProblem } from '../../webhooks/address.ts';
import { messageBody, messageId } from '../../webhooks/message.ts';
import { post, type Outcome } from '../../webhooks/post.ts';
import { waitAfter } from '../../webhooks/schedule.ts';
import { disable } from './disable.ts';
import { sendDueReplay } from './send-replay.ts';
import type { KeyedContext, SenderContext } from './sender-context.ts';

/** After this long an alarm ends, and another one goes on. */
const TURN_MS = 30_000;
/** What was sent is noted at least this often. */
const NOTE_EVERY_MS = 2_000;

/**
 * Sends what is due.
 *
 * @returns within how many milliseconds to look again; `idle` when it is disabled, and `gone` when there is no such webhook
 */
export async function sendDue(context: SenderContext, id: string): Promise<number | 'idle' | 'gone'> {
  const end = context.now().getTime() + TURN_MS;
  for (;;) {
    const webhook = await readWebhook(context.db, id);
    if (!webhook) return 'gone';
    if (webhook.state === 'disabled') return 'idle';
    const { secret } = context;
    const problem = addressProblem(webhook.url, context.isLoopbackAllowed);
    if (secret === undefined || problem !== null) {
      await disable(context, webhook, problem === null ? 'its key was lost' : `its address ${problem}`);
      return 'idle';
    }
    const keyed = { ...context, secret };
    const isReplayed = await sendDueReplay(keyed, webhook);
    const waitMs = await sendNext(keyed, webhook);
    if (waitMs > 0 && !isReplayed) return Math.min(waitMs, WEBHOOK_CHECK_INTERVAL_MS);
    if (context.now().getTime() >= end) return 0;
  }
}

/** Sends the next events of the log. @returns how long to wait, in milliseconds; 0 when there may be more to send */
async function sendNext(context: KeyedContext, webhook: WebhookRow): Promise<number> {
  const { db } = context;
  const startedAt = context.now().getTime();
  const waitMs = webhook.next_attempt_at === null ? 0 : Date.parse(webhook.next_attempt_at) - startedAt;
  if (waitMs > 0) return waitMs;
  const next = await readNextEvents(db, webhook, {
    scanned: WEBHOOK_SCANNED_EVENTS,
    limit: WEBHOOK_EVENTS_PER_RECORD,
  });
  if (next.upTo === webhook.reached) return WEBHOOK_CHECK_INTERVAL_MS;
  const attempts: Attempt[] = [];
  let progress: WebhookProgress = webhook;
  let isGone = false;
  let isStopped = false;
  for (const event of next.events) {
    const outcome = await sendEvent(context, webhook, event);
    const now = context.now();
    progress = afterAttempt(progress, { event, outcome, now, random: context.random() });
    attempts.push(attemptOf(webhook, event, { outcome, progress, now: now.toISOString() }));
    isGone = outcome.status === 410;
    isStopped = outcome.error !== null || now.getTime() - startedAt > NOTE_EVERY_MS;
    if (isStopped) break;
  }
  if (!isStopped) progress = { ...progress, reached: next.upTo };
  await note(context, webhook.id, attempts, progress);
  if (isGone || isFailingForLong(progress, context.now())) {
    const reason = isGone
      ? 'the receiver answered 410 Gone'
      : `nothing could be delivered for five days: ${progress.error ?? ''}`;
    await disable(context, webhook, reason);
    return 0;
  }
  return progress.next_attempt_at === null
    ? 0
    : Date.parse(progress.next_attempt_at) - context.now().getTime();
}

function sendEvent({ secret, now }: KeyedContext, webhook: WebhookRow, event: LiveEvent): Promise<Outcome> {
  const message = { id: messageId(webhook, event), body: messageBody(webhook, event) };
  return post(webhook.url, secret, message, now().getTime());
}

/**
 * How a webhook gets on after an attempt. A success ends the failing. An event that fails is attempted again, until it is a
 * day old and its webhook has failed for a day: then it is given up, and the next one has its turn.
 */
function afterAttempt(
  before: WebhookProgress,
  { event, outcome, now, random }: { event: LiveEvent; outcome: Outcome; now: Date; random: number },
): WebhookProgress {
  if (outcome.error === null) {
    return { reached: event.id, failures: 0, failing_since: null, next_attempt_at: null, error: null };
  }
  const failures = before.failures + 1;
  const failing_since = before.failing_since ?? now.toISOString();
  const since = Math.max(Date.parse(event.timestamp), Date.parse(failing_since));
  const isGivenUp = now.getTime() - since >= WEBHOOK_GIVE_UP_AFTER_MS;
  const waitMs = waitAfter(failures, outcome.retryAfterMs, random);
  return {
    reached: isGivenUp ? event.id : before.reached,
    failures,
    failing_since,
    next_attempt_at: new Date(now.getTime() + waitMs).toISOString(),
    error: outcome.error,
  };
}

function attemptOf(
  webhook: WebhookRow,
  event: LiveEvent,
  { outcome, progress, now }: { outcome: Outcome; progress: WebhookProgress; now: string },
): Attempt {
  const isDone = progress.reached >= event.id;
  const ended = outcome.error === null ? 'delivered' : 'failed';
  return {
    id: messageId(webhook, event),
    event_id: event.id,
    type: event.type,
    state: isDone ? ended : 'waiting',
    status: outcome.status,
    error: outcome.error,
    next_attempt_at: isDone ? null : progress.next_attempt_at,
    updated_at: now,
  };
}

async function note(
  { db, now }: KeyedContext,
  id: string,
  attempts: readonly Attempt[],
  { reached, failures, failing_since, next_attempt_at, error }: WebhookProgress,
): Promise<void> {
  const count = (state: Attempt['state']) => attempts.filter((one) => one.state === state).length;
  await db.batch([
    saveProgress(
      db,
      id,
      { reached, failures, failing_since, next_attempt_at, error },
      { delivered: count('delivered'), failed: count('failed') },
    ),
    ...noteAttempts(db, id, attempts),
    // Counted with what is noted: a sender is not in memory for long enough to count there.
    ...(attempts.length === 0
      ? []
      : [addFigures(db, figuresOfDeliveries(attempts.map(({ state }) => state)), now().getTime())]),
  ]);
}

function isFailingForLong({ failing_since }: WebhookProgress, now: Date): boolean {
  return failing_since !== null && now.getTime() - Date.parse(failing_since) >= WEBHOOK_DISABLE_AFTER_MS;
}
