/**
 * What has become of recommendations since their document was read: decisions of this page, shown before the service has
 * answered, and decisions of others, as their events tell.
 */
import { effect, signal } from '@preact/signals';
import type { LiveEvent } from '../../shared/events.ts';
import type { Recommendation } from '../../shared/things.ts';
import { latestEvents } from '../service/live.ts';

export interface Told extends Pick<Recommendation, 'status' | 'reviewer' | 'notes' | 'approved_edits'> {
  /** The event that told it; 0 while it is this page that says so. */
  position: number;
  isSending: boolean;
}

/** By the id of the recommendation. */
const told = signal<ReadonlyMap<string, Told>>(new Map());
/** The newer versions that arrived, by the validation that they follow. */
export const newerVersions = signal<ReadonlyMap<string, string>>(new Map());

/** A recommendation as it is now, as far as this page knows. */
export function asTold(recommendation: Recommendation): Recommendation & { isSending: boolean } {
  const news = told.value.get(recommendation.id);
  if (!news) return { ...recommendation, isSending: false };
  const { reviewer: _reviewer, notes: _notes, approved_edits: _edits, ...lasting } = recommendation;
  const { position: _position, ...since } = news;
  return { ...lasting, ...since };
}

export function tell(id: string, news: Told): void {
  told.value = new Map(told.peek()).set(id, news);
}

export function untell(id: string): void {
  const next = new Map(told.peek());
  if (next.delete(id)) told.value = next;
}

/** Forgets what a document that was read at a position says itself. */
export function forgetBefore(ids: readonly string[], position: number): void {
  const next = new Map(told.peek());
  for (const id of ids) {
    const news = next.get(id);
    if (news && !news.isSending && news.position <= position) next.delete(id);
  }
  if (next.size !== told.peek().size) told.value = next;
}

effect(() => {
  const events = latestEvents.value;
  const next = new Map(told.peek());
  for (const event of events) takeIn(next, event);
  if (next.size > 0) told.value = next;
});

const DECISIONS = new Set<string>([
  'recommendation_approved',
  'recommendation_rejected',
  'recommendation_reopened',
  'recommendation_applied',
  'recommendation_undone',
]);

function takeIn(next: Map<string, Told>, event: LiveEvent): void {
  if (event.type === 'validation_created') {
    if (event.supersedes !== undefined && event.validation_id !== undefined)
      newerVersions.value = new Map(newerVersions.peek()).set(event.supersedes, event.validation_id);
    return;
  }
  if (!DECISIONS.has(event.type) || !('after' in event) || !('status' in event.after)) return;
  const id = event.recommendation_id;
  const before = id === undefined ? undefined : next.get(id);
  // What is being sent is settled by its answer.
  if (id === undefined || before?.isSending || (before?.position ?? 0) >= event.id) return;
  const { status, approved_edits } = event.after;
  const isOpen = status === 'proposed';
  next.set(id, {
    status,
    position: event.id,
    isSending: false,
    ...(!isOpen && event.actor !== undefined && { reviewer: event.actor }),
    ...(!isOpen && event.note !== undefined && { notes: event.note }),
    ...(approved_edits && { approved_edits }),
  });
}
