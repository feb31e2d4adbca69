/** Creates, lists, resumes and deletes webhooks. Admins only. */
import { v7 as newId } from 'uuid';
import type { WebhookCreated, WebhookDetail, WebhookInput, WebhookList } from '../../shared/api/webhooks.ts';
import type { NewEvent } from '../../shared/events.ts';
import { MAX_WEBHOOKS } from '../../shared/limits.ts';
import { commitWithEvents } from '../../store/commit.ts';
import { appendEvents, appendEventsIfChanged, toLiveEvents } from '../../store/events.ts';
import {
  deleteWebhook,
  insertWebhook,
  listWebhooks,
  readWebhook,
  resumeWebhook,
  toWebhook,
  type NewWebhook,
  type WebhookRow,
} from '../../store/webhooks.ts';
import { addressProblem } from '../../webhooks/address.ts';
import type { ServiceContext, WebhookSenders } from '../context.ts';
import { found, Refusal } from '../errors.ts';
import { requireAdmin } from '../families/require-admin.ts';
import { once, type Claim } from '../idempotent.ts';
import { toldOf } from './disable.ts';
import { followAll } from './watch-webhooks.ts';

const MAY = 'see and change webhooks';

/** Where the service is: what its webhooks may reach, and how they link to it. */
export interface Place {
  /** The address of this service. */
  origin: string;
  isLoopbackAllowed: boolean;
}

/**
 * Creates a webhook. The answer has the key of its signatures, which can't be read again.
 *
 * @throws {Refusal} `forbidden`, `invalid` for an address that is not public or one webhook too many, or `answer-lost` when a
 *   request with the same `Idempotency-Key` made it already
 */
export async function createWebhook(
  context: ServiceContext,
  request: WebhookInput,
  place: Place,
): Promise<WebhookCreated> {
  requireAdmin(context, MAY);
  const problem = addressProblem(request.url, place.isLoopbackAllowed);
  if (problem !== null) throw invalid('url', problem);
  const { url, events, families, format } = request;
  return once(context, {
    kind: 'webhook',
    asked: [url, events, families ?? null, format],
    make: (claim) => makeWebhook(context, request, place, claim),
    again: ([id = '']) => {
      const detail = `The webhook ${id} was made by this request before; delete it, and make another one with a new key.`;
      return Promise.reject(new Refusal('answer-lost', detail));
    },
  });
}

async function makeWebhook(
  context: ServiceContext,
  { url, events, families, format }: WebhookInput,
  { origin }: Place,
  claim: Claim,
): Promise<WebhookCreated> {
  const { db, principal, now } = context;
  const senders = sendersOf(context);
  const { rows } = await listWebhooks(db);
  if (rows.length >= MAX_WEBHOOKS) throw invalid('url', `would be one more than ${MAX_WEBHOOKS} webhooks`);
  const webhook: NewWebhook = {
    id: newId(),
    url: new URL(url).href,
    events: JSON.stringify([...new Set(events)]),
    families: families === undefined ? null : JSON.stringify([...new Set(families)]),
    format,
    origin,
    created_by: principal.actor,
    created_at: now().toISOString(),
  };
  const event: NewEvent = {
    type: 'webhook_created',
    timestamp: webhook.created_at,
    actor: principal.actor,
    subject: {},
    payload: { ...toldOf(webhook), events: [...new Set(events)], families: families ?? null },
  };
  const secret = await senders.begin(webhook.id);
  const appended = await commitWithEvents(db, {
    events: appendEvents(db, [event]),
    after: [insertWebhook(db, webhook), ...claim([webhook.id])],
  });
  context.publish(toLiveEvents(appended));
  context.later(() => followAll(db, senders));
  return { ...toWebhook(found(await readWebhook(db, webhook.id), 'webhook', webhook.id)), secret };
}

/**
 * Lists all webhooks, oldest first.
 *
 * @throws {Refusal} `forbidden`
 */
export async function readWebhooks(context: ServiceContext): Promise<WebhookList> {
  requireAdmin(context, MAY);
  const { rows, position } = await listWebhooks(context.db);
  return { results: rows.map(toWebhook), position };
}

/** @throws {Refusal} `forbidden` or `not-found` */
export async function getWebhook(context: ServiceContext, id: string): Promise<WebhookDetail> {
  requireAdmin(context, MAY);
  const { rows, position } = await listWebhooks(context.db);
  const row = rows.find((one) => one.id === id);
  return { webhook: toWebhook(found(row, 'webhook', id)), position };
}

/**
 * Has a disabled webhook go on from where it was. One that is active stays as it is.
 *
 * @throws {Refusal} `forbidden` or `not-found`
 */
export async function continueWebhook(context: ServiceContext, id: string): Promise<WebhookDetail> {
  requireAdmin(context, MAY);
  const { db } = context;
  const webhook = found(await readWebhook(db, id), 'webhook', id);
  const appended = await commitWithEvents(db, {
    before: [resumeWebhook(db, id)],
    events: appendEventsIfChanged(db, [toldBy(context, 'webhook_resumed', webhook)]),
  });
  if (appended.length > 0) context.publish(toLiveEvents(appended));
  const senders = sendersOf(context);
  context.later(() => followAll(db, senders));
  context.later(() => senders.wake(id));
  return getWebhook(context, id);
}

/**
 * Deletes a webhook with its deliveries. Nothing is sent to it from then on, except what is on its way.
 *
 * @throws {Refusal} `forbidden` or `not-found`
 */
export async function endWebhook(context: ServiceContext, id: string): Promise<void> {
  requireAdmin(context, MAY);
  const { db } = context;
  const webhook = found(await readWebhook(db, id), 'webhook', id);
  const appended = await commitWithEvents(db, {
    before: deleteWebhook(db, id),
    events: appendEventsIfChanged(db, [toldBy(context, 'webhook_deleted', webhook)]),
  });
  if (appended.length > 0) context.publish(toLiveEvents(appended));
  const senders = sendersOf(context);
  context.later(() => senders.end(id));
  context.later(() => followAll(db, senders));
}

function toldBy(
  { principal, now }: ServiceContext,
  type: 'webhook_resumed' | 'webhook_deleted',
  webhook: WebhookRow,
): NewEvent {
  return {
    type,
    timestamp: now().toISOString(),
    actor: principal.actor,
    subject: {},
    payload: toldOf(webhook),
  };
}

function sendersOf({ webhooks }: ServiceContext): WebhookSenders {
  if (webhooks) return webhooks;
  throw new Error('nothing was composed that sends webhooks');
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid', `${path}: ${message}.`, [{ path, message }]);
}
