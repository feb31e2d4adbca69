/** Which events a principal's role lets it see. Families narrow this down further: see `maySeeEvent` in src/access. */
import type { EventType } from './events.ts';

/** Who may see events of a type: everyone who may see their family, or admins alone. */
export type EventVisibility = 'everyone' | 'admins';

/** The visibility of each event type. A type that is missing here does not compile. */
export const EVENT_VISIBILITY = {
  validation_created: 'everyone',
  validation_approved: 'everyone',
  validation_rejected: 'everyone',
  validation_reopened: 'everyone',
  validation_enhanced: 'everyone',
  recommendation_created: 'everyone',
  recommendation_approved: 'everyone',
  recommendation_rejected: 'everyone',
  recommendation_reopened: 'everyone',
  recommendation_applied: 'everyone',
  recommendation_undone: 'everyone',
  validation_undone: 'everyone',
  issue_ignored: 'everyone',
  issue_restored: 'everyone',
  workflow_created: 'everyone',
  workflow_started: 'everyone',
  workflow_progress: 'everyone',
  workflow_paused: 'everyone',
  workflow_resumed: 'everyone',
  workflow_retried: 'everyone',
  workflow_completed: 'everyone',
  workflow_failed: 'everyone',
  workflow_cancelled: 'everyone',
  document_removed: 'everyone',
  document_deleted: 'everyone',
  versions_deleted: 'everyone',
  gate_changed: 'everyone',
  family_updated: 'admins',
  token_created: 'admins',
  token_revoked: 'admins',
  webhook_created: 'admins',
  webhook_deleted: 'admins',
  webhook_disabled: 'admins',
  webhook_resumed: 'admins',
} as const satisfies Record<EventType, EventVisibility>;

/** Event types that only admins may see. */
export const ADMIN_EVENT_TYPES: readonly string[] = Object.entries(EVENT_VISIBILITY)
  .filter(([, visibility]) => visibility === 'admins')
  .map(([type]) => type);
