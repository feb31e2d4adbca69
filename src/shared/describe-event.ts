/** Describes events in words. */
import type { LiveEvent } from './events.ts';
import { revealHidden } from './reveal-hidden.ts';

interface Description {
  icon: string;
  what: string;
  /** The name of the subject, with hidden characters spelt out. */
  which: string;
}

/** Describes an event: an icon, what happened, and to what. */
export function describeEvent(event: LiveEvent): Description {
  const description = describe(event);
  return { ...description, which: revealHidden(description.which) };
}

function describe(event: LiveEvent): Description {
  switch (event.type) {
    case 'validation_created':
      return { icon: '📋', what: 'New validation created', which: event.file_path };
    case 'validation_approved':
      return { icon: '✅', what: 'Validation approved', which: event.file_path };
    case 'validation_rejected':
      return { icon: '⛔', what: 'Validation rejected', which: event.file_path };
    case 'validation_reopened':
      return { icon: '↩️', what: 'Validation reopened', which: event.file_path };
    case 'validation_enhanced':
      return {
        icon: '✨',
        what: `${event.applied.length === 1 ? '1 recommendation' : `${event.applied.length} recommendations`} applied`,
        which: event.file_path,
      };
    case 'recommendation_created':
      return { icon: '💡', what: 'New recommendation created', which: event.title };
    case 'recommendation_approved':
      return { icon: '✅', what: 'Recommendation approved', which: event.title };
    case 'recommendation_rejected':
      return { icon: '⛔', what: 'Recommendation rejected', which: event.title };
    case 'recommendation_reopened':
      return { icon: '↩️', what: 'Recommendation reopened', which: event.title };
    case 'recommendation_applied':
      return { icon: '✏️', what: 'Recommendation applied', which: event.title };
    case 'recommendation_undone':
      return { icon: '↩️', what: 'Decision undone', which: event.title };
    case 'validation_undone':
      return { icon: '↩️', what: 'Review undone', which: event.file_path };
    case 'issue_ignored':
      return { icon: '🙈', what: 'Finding ignored', which: `${event.rule_id} in ${event.file_path}` };
    case 'issue_restored':
      return { icon: '👀', what: 'Finding restored', which: `${event.rule_id} in ${event.file_path}` };
    case 'document_removed':
      return { icon: '🗑️', what: 'Document removed', which: event.file_path };
    case 'document_deleted':
      return { icon: '🗑️', what: 'Document deleted for good', which: event.file_path };
    case 'versions_deleted':
      return { icon: '🗑️', what: 'Old versions deleted for good', which: event.family ?? '' };
    case 'gate_changed':
      return {
        icon: event.passed ? '🟢' : '🔴',
        what: `Quality gate ${event.passed ? 'passed' : 'failed'}`,
        which: event.family ?? '',
      };
    case 'family_updated':
      return { icon: '📐', what: 'Rule pack changed', which: event.name };
    case 'token_created':
      return { icon: '🔑', what: 'Token created', which: event.name };
    case 'token_revoked':
      return { icon: '🔒', what: 'Token revoked', which: event.name };
    case 'webhook_created':
      return { icon: '📮', what: 'Webhook created', which: event.host };
    case 'webhook_deleted':
      return { icon: '🗑️', what: 'Webhook deleted', which: event.host };
    case 'webhook_disabled':
      return { icon: '⛔', what: 'Webhook disabled', which: event.host };
    case 'webhook_resumed':
      return { icon: '▶️', what: 'Webhook resumed', which: event.host };
    case 'workflow_created':
      return { icon: '📦', what: 'Batch run created', which: event.name };
    case 'workflow_started':
      return { icon: '▶️', what: 'Batch run started', which: event.name };
    case 'workflow_progress':
      return { icon: '⏳', what: `Batch run at ${event.done} of ${event.total}`, which: event.name };
    case 'workflow_paused':
      return { icon: '⏸️', what: 'Batch run paused', which: event.name };
    case 'workflow_resumed':
      return { icon: '▶️', what: 'Batch run resumed', which: event.name };
    case 'workflow_retried':
      return { icon: '🔁', what: 'Batch run retried', which: event.name };
    case 'workflow_completed':
      return { icon: '🏁', what: 'Batch run completed', which: event.name };
    case 'workflow_failed':
      return { icon: '⛔', what: 'Batch run failed', which: event.name };
    case 'workflow_cancelled':
      return { icon: '⏹️', what: 'Batch run cancelled', which: event.name };
    default:
      return describeUnknown(event);
  }
}
/**
 * Describes an event of a newer service, whose type this version does not know. The parameter's type is `never`, so that
 * a type that {@link describe} forgets does not compile.
 */
function describeUnknown(event: never): Description {
  return { icon: '•', what: (event as LiveEvent).type.replaceAll('_', ' '), which: '' };
}
