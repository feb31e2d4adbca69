/** Bodies and answers about webhooks: what the service tells other services of its events. */
import * as v from 'valibot';
import { EVENT_TYPES, type EventType } from '../events.ts';
import { MAX_TOKEN_FAMILIES, MAX_WEBHOOK_URL_LENGTH } from '../limits.ts';
import type { Family } from '../things.ts';
import { familySchema, integer, oneOf, page, type Page } from './fields.ts';
import { strictObject } from '../objects.ts';

/** What a receiver is sent: the event as Standard Webhooks have it, or a message for a channel. */
export const WEBHOOK_FORMATS = ['standard', 'slack', 'teams'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];
/** A disabled webhook sends nothing until it is resumed. */
export const WEBHOOK_STATES = ['active', 'disabled'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];
export const WEBHOOK_DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type WebhookDeliveryState = (typeof WEBHOOK_DELIVERY_STATES)[number];

/** POST /api/webhooks. Which addresses are allowed depends on the service: see src/webhooks/address.ts. */
export const webhookRequestSchema = strictObject({
  url: v.pipe(
    v.string('is required: the address to send events to'),
    v.maxLength(MAX_WEBHOOK_URL_LENGTH, `must be at most ${MAX_WEBHOOK_URL_LENGTH} characters`),
    v.trim(),
  ),
  events: v.pipe(
    v.array(oneOf(EVENT_TYPES), 'must be a list of types of events'),
    v.minLength(1, 'must name at least one'),
    v.maxLength(EVENT_TYPES.length, `must name at most ${EVENT_TYPES.length}`),
  ),
  /** Only events of these families; all when absent, and those without a family. */
  families: v.exactOptional(
    v.pipe(
      v.array(familySchema),
      v.minLength(1, 'must name at least one'),
      v.maxLength(MAX_TOKEN_FAMILIES, `must name at most ${MAX_TOKEN_FAMILIES}`),
    ),
  ),
  format: v.optional(oneOf(WEBHOOK_FORMATS), 'standard'),
});
export type WebhookRequest = v.InferInput<typeof webhookRequestSchema>;
export type WebhookInput = v.InferOutput<typeof webhookRequestSchema>;

export interface Webhook {
  id: string;
  url: string;
  events: EventType[];
  families: Family[] | null;
  format: WebhookFormat;
  state: WebhookState;
  created_by: string;
  created_at: string;
  /** The id of the last event that it is done with. */
  reached: number;
  /** How many events were delivered, and how many were given up. */
  delivered: number;
  failed: number;
  /** Since when nothing could be delivered; null while all is well. */
  failing_since: string | null;
  next_attempt_at: string | null;
  /** Why the last attempt failed, or why it is disabled; null while all is well. */
  error: string | null;
}
export interface WebhookCreated extends Webhook {
  /** The key of the signatures. It cannot be shown again. */
  secret: string;
}
export interface WebhookList {
  results: Webhook[];
  position: number;
}
/** GET /api/webhooks/:id, and what resuming it answers. */
export interface WebhookDetail {
  webhook: Webhook;
  position: number;
}

/** GET /api/webhooks/:id/deliveries, newest event first */
export const webhookDeliveryQuerySchema = strictObject({
  ...page,
  cursor: v.exactOptional(integer(1, Number.MAX_SAFE_INTEGER)),
  state: v.exactOptional(oneOf(WEBHOOK_DELIVERY_STATES)),
});
export type WebhookDeliveryInput = v.InferOutput<typeof webhookDeliveryQuerySchema>;
export type WebhookDeliveryQuery = {
  limit: number;
  cursor: string;
  state: WebhookDeliveryState;
};

/** One event that was sent, or could not be. */
export interface WebhookDelivery {
  /** The header `webhook-id`. It is the same in each attempt, and when it is replayed. */
  id: string;
  event_id: number;
  type: string;
  state: WebhookDeliveryState;
  /** Whether somebody had it sent again. */
  is_replay: boolean;
  attempts: number;
  /** The status of the last answer; null when there was none. */
  status: number | null;
  error: string | null;
  next_attempt_at: string | null;
  created_at: string;
  updated_at: string;
}
export type WebhookDeliveryPage = Page<WebhookDelivery>;
