/**
 * The event types and their payloads. On the wire an event is one flat JSON object.
 *
 * The envelope (`id`, `type`, `timestamp`, `actor` and the entity ids) and the payload are separate until they are
 * sent, so that a payload cannot overwrite the envelope. {@link flattenEvent} is the only place that joins them.
 */
import * as v from 'valibot';
import { ROLES } from './roles.ts';
import {
  approvedEditSchema,
  countsSchema,
  LEVELS,
  NOT_APPLIED_REASONS,
  OUTCOMES,
  RECOMMENDATION_STATUSES,
  RECOMMENDATION_TYPES,
  REVIEWS,
  RUN_STATES,
} from './things.ts';

const note = v.exactOptional(v.string());
/** Of a bulk request: what undoes all of it. */
const batch = { batch_id: v.exactOptional(v.string()) };
const reviewState = v.object({ review: v.picklist(REVIEWS) });
const validationDecided = v.object({
  file_path: v.string(),
  before: reviewState,
  after: reviewState,
  note,
  ...batch,
});
const recommendationState = v.object({
  status: v.picklist(RECOMMENDATION_STATUSES),
  /** The approved edits, when only some were approved, or with other text. */
  approved_edits: v.exactOptional(v.array(approvedEditSchema)),
});
const recommendationDecided = v.object({
  title: v.string(),
  status: v.picklist(RECOMMENDATION_STATUSES),
  before: recommendationState,
  after: recommendationState,
  note,
  ...batch,
});
const documentState = v.object({ outcome: v.nullable(v.picklist(OUTCOMES)) });
const enhancedState = v.object({ review: v.picklist(REVIEWS), counts: countsSchema });
const issueDecided = v.object({
  file_path: v.string(),
  rule_id: v.string(),
  fingerprint: v.string(),
  message: v.string(),
  note,
  /** Of `issue_ignored`: when it is reported again, if that is limited. */
  until: v.exactOptional(v.string()),
});
/** The address itself may be a secret, as those of Slack are: events have its host. */
const webhookTold = { webhook_id: v.string(), host: v.string() };
const workflowTold = v.object({
  name: v.string(),
  state: v.picklist(RUN_STATES),
  total: v.number(),
  done: v.number(),
  failed: v.number(),
  /** The number of finished documents whose result was reused. */
  reused: v.exactOptional(v.number()),
  counts: countsSchema,
  error: v.exactOptional(v.string()),
});

/**
 * The payload of each event type. To add a type, add a line here. The compiler then names every other list of types,
 * and a test names the table in docs/live-protocol.md.
 */
export const payloadSchemas = {
  validation_created: v.object({
    file_path: v.string(),
    status: v.string(),
    outcome: v.nullable(v.picklist(OUTCOMES)),
    counts: countsSchema,
    /** The validation that this one repeats. */
    parent_validation_id: v.exactOptional(v.string()),
    /** The validation whose result was reused for the same text and rules. */
    reused_from: v.exactOptional(v.string()),
    /** The line of versions that its document belongs to; absent for the main line. */
    ref: v.exactOptional(v.string()),
    /** The validation of the document before this one: this event is that of its change too. */
    supersedes: v.exactOptional(v.string()),
    /** How many of that one's recommendations were proposed until now. */
    superseded: v.exactOptional(v.number()),
    /** What the document was until now; absent when it was not there. */
    before: v.exactOptional(documentState),
    /** What it adds and resolves against the main line; `since` is the validation that it was compared with. */
    compared: v.exactOptional(
      v.object({ since: v.exactOptional(v.string()), new: countsSchema, resolved: countsSchema }),
    ),
  }),
  validation_approved: validationDecided,
  validation_rejected: validationDecided,
  validation_reopened: validationDecided,
  validation_enhanced: v.object({
    file_path: v.string(),
    /** Ids of the applied recommendations. */
    applied: v.array(v.string()),
    not_applied: v.array(
      v.object({ recommendation_id: v.string(), reason: v.picklist(NOT_APPLIED_REASONS) }),
    ),
    /** Counts of the enhanced text. */
    counts: countsSchema,
    before: enhancedState,
    after: enhancedState,
    note,
  }),
  recommendation_created: v.object({
    title: v.string(),
    recommendation_type: v.picklist(RECOMMENDATION_TYPES),
    status: v.picklist(RECOMMENDATION_STATUSES),
    severity: v.picklist(LEVELS),
    rule_id: v.string(),
    /** The recommendation of an earlier version whose decision this one has. */
    carried_from: v.exactOptional(v.string()),
    /** The note of that decision, or why a change is proposed again that was approved before. */
    note,
  }),
  recommendation_approved: recommendationDecided,
  recommendation_rejected: recommendationDecided,
  recommendation_reopened: recommendationDecided,
  recommendation_applied: recommendationDecided,
  recommendation_undone: recommendationDecided,
  validation_undone: v.object({ ...validationDecided.entries, review: v.picklist(REVIEWS) }),
  issue_ignored: issueDecided,
  issue_restored: issueDecided,
  workflow_created: workflowTold,
  workflow_started: workflowTold,
  workflow_progress: workflowTold,
  workflow_paused: workflowTold,
  workflow_resumed: workflowTold,
  workflow_retried: workflowTold,
  workflow_completed: workflowTold,
  workflow_failed: workflowTold,
  workflow_cancelled: workflowTold,
  document_removed: v.object({
    file_path: v.string(),
    /** The line of versions that it belonged to; absent for the main line. */
    ref: v.exactOptional(v.string()),
    /** How many recommendations were proposed until now. */
    superseded: v.number(),
    /** Absent in events of earlier versions. */
    before: v.exactOptional(documentState),
  }),
  /** Versions of a document that were deleted for good. The last of these events says so. */
  document_deleted: v.object({
    file_path: v.string(),
    /** Absent when all its lines of versions are deleted, and for the main line. */
    ref: v.exactOptional(v.string()),
    versions: v.number(),
    is_last: v.boolean(),
  }),
  /** Superseded versions from before a time that were deleted for good. */
  versions_deleted: v.object({ before: v.string(), versions: v.number() }),
  gate_changed: v.object({
    passed: v.boolean(),
    /** The limits that are exceeded. */
    reasons: v.array(
      v.object({
        scope: v.picklist(['new', 'all', 'rule']),
        level: v.exactOptional(v.picklist(LEVELS)),
        rule_id: v.exactOptional(v.string()),
        limit: v.number(),
        found: v.number(),
        message: v.string(),
      }),
    ),
  }),
  family_updated: v.object({ name: v.string(), version: v.string() }),
  token_created: v.object({
    token_id: v.string(),
    name: v.string(),
    role: v.picklist(ROLES),
    families: v.nullable(v.array(v.string())),
    expires_at: v.nullable(v.string()),
  }),
  token_revoked: v.object({ token_id: v.string(), name: v.string() }),
  webhook_created: v.object({
    ...webhookTold,
    events: v.array(v.string()),
    families: v.nullable(v.array(v.string())),
  }),
  webhook_deleted: v.object(webhookTold),
  /** It has failed for too long, or its receiver is gone. */
  webhook_disabled: v.object({ ...webhookTold, reason: v.string() }),
  webhook_resumed: v.object(webhookTold),
} as const;

/** The type of an event. */
export type EventType = keyof typeof payloadSchemas;
/** All types of events. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of an object without others
export const EVENT_TYPES = Object.keys(payloadSchemas) as EventType[];
/** The payload of an event type. */
export type Payload<T extends EventType> = v.InferOutput<(typeof payloadSchemas)[T]>;

/** The things that an event is about. `family` decides who may see it. */
export interface EventSubject {
  validation_id?: string;
  recommendation_id?: string;
  workflow_id?: string;
  family?: string;
}

/** An event that is not in the log yet, and therefore has no id. */
export type NewEvent = {
  [T in EventType]: { type: T; timestamp: string; actor: string; subject: EventSubject; payload: Payload<T> };
}[EventType];

/** The fields that every event has. */
export type Envelope = {
  id: number;
  type: string;
  timestamp: string;
  actor: string;
} & EventSubject;

/** An event on the wire and in `GET /api/events`: envelope and payload in one flat object. */
export type LiveEvent = {
  [T in EventType]: Omit<Payload<T>, keyof Envelope> & Envelope & { type: T };
}[EventType];

/**
 * Joins envelope and payload. The envelope comes first, for readers, and again last, so that it overwrites payload
 * fields of the same name.
 */
export function flattenEvent(envelope: Envelope, payload: Record<string, unknown>): LiveEvent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store keeps each type with its own payload
  return { ...envelope, ...payload, ...envelope } as LiveEvent;
}
