/** Which events of the log are shown. */
import { describeEvent } from '../../shared/describe-event.ts';
import type { EventType, LiveEvent } from '../../shared/events.ts';

/** Kinds of events, in words, with the types that belong to them. */
export const KINDS = {
  decisions: [
    'recommendation_approved',
    'recommendation_rejected',
    'recommendation_reopened',
    'recommendation_applied',
    'recommendation_undone',
    'validation_approved',
    'validation_rejected',
    'validation_reopened',
    'validation_enhanced',
    'validation_undone',
    'issue_ignored',
    'issue_restored',
  ],
  documents: ['validation_created', 'document_removed'],
  recommendations: ['recommendation_created'],
  gates: ['gate_changed'],
  runs: [
    'workflow_created',
    'workflow_started',
    'workflow_progress',
    'workflow_paused',
    'workflow_resumed',
    'workflow_retried',
    'workflow_completed',
    'workflow_failed',
    'workflow_cancelled',
  ],
  administration: [
    'family_updated',
    'token_created',
    'token_revoked',
    'webhook_created',
    'webhook_deleted',
    'webhook_disabled',
    'webhook_resumed',
  ],
} as const satisfies Record<string, readonly EventType[]>;
export type Kind = keyof typeof KINDS;

export interface ActivityFilter {
  kind?: Kind;
  /** The name of the person or token. */
  by?: string;
  family?: string;
  /** A part of what happened, or of what it happened to. */
  q?: string;
  /** The first day, e.g. `2026-11-23`. */
  since?: string;
}

/** Reads the filter in an address. Kinds that there are not are left out. */
export function readFilter(address: URLSearchParams): ActivityFilter {
  const text = (name: string) => address.get(name)?.trim() ?? '';
  const kind = Object.keys(KINDS).find((one): one is Kind => one === text('kind'));
  return {
    ...(kind && { kind }),
    ...Object.fromEntries(
      (['by', 'family', 'q', 'since'] as const).flatMap((name) =>
        text(name) === '' ? [] : [[name, text(name)]],
      ),
    ),
  };
}

/** Tells whether an event passes a filter. */
export function passes(event: LiveEvent, { kind, by, family, q, since }: ActivityFilter): boolean {
  const types: readonly string[] | undefined = kind && KINDS[kind];
  if (types && !types.includes(event.type)) return false;
  if (by !== undefined && !includes(event.actor, by)) return false;
  if (family !== undefined && event.family !== family) return false;
  if (since !== undefined && event.timestamp < since) return false;
  if (q === undefined) return true;
  const { what, which } = describeEvent(event);
  return includes(`${what} ${which} ${event.type}`, q);
}

function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** One line of the page: one event, or the decisions of one bulk request. */
export interface Entry {
  /** The newest event. */
  event: LiveEvent;
  /** How many events it stands for. */
  count: number;
}

/** Puts the decisions of a bulk request, and the progress of a run, into one entry each. @param events - newest first */
export function toEntries(events: readonly LiveEvent[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const event of events) {
    const key = keyOf(event);
    const known = entries.get(key);
    if (known) known.count += 1;
    else entries.set(key, { event, count: 1 });
  }
  return [...entries.values()];
}

function keyOf(event: LiveEvent): string {
  if ('batch_id' in event && event.batch_id !== undefined) return `${event.type} ${event.batch_id}`;
  if (event.type === 'workflow_progress') return `${event.type} ${event.workflow_id}`;
  return String(event.id);
}
