/** Short notices. Hand-written: the known libraries use inline styles, which the CSP of the page forbids, or accept HTML. */
import { signal } from '@preact/signals';
import { describeEvent } from '../../shared/describe-event.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { revealHidden } from '../../shared/reveal-hidden.ts';

export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'neutral' | 'error';
  /** Stays until it is dismissed, or until the action that failed succeeds. */
  isLasting?: boolean;
  /** Lines below the text, folded. */
  details?: readonly string[];
  /** Takes back what the notice is about. The notice ends with it. */
  undo?: () => void;
}

const MAX_TOASTS = 4;
export const TOAST_MS = 6_000;
/** Longer, so that it can be reached by keyboard. */
export const UNDO_TOAST_MS = 20_000;

export const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

export function toast(notice: Omit<Toast, 'id'>): void {
  lastId += 1;
  // A repeated failure is shown once.
  const others = toasts.value.filter((one) => !(one.isLasting && one.text === notice.text));
  const all = [...others, { ...notice, id: lastId }];
  // Failures stay longest, and then what can be undone.
  const surplus =
    all.length > MAX_TOASTS
      ? (all.find((one) => !one.isLasting && !one.undo) ?? all.find((one) => !one.isLasting) ?? all[0])
      : undefined;
  toasts.value = all.filter((one) => one !== surplus);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Removes the toasts of failed actions. */
export function clearFailures(): void {
  if (toasts.value.some((one) => one.isLasting)) toasts.value = toasts.value.filter((one) => !one.isLasting);
}

/** Shows one toast for a burst of events of the same kind. */
export function toastEvents(all: readonly LiveEvent[]): void {
  toastRuns(all);
  // The documents of a run are not announced one by one.
  const events = all.filter(({ workflow_id }) => workflow_id === undefined);
  const validations = events.filter((event) => event.type === 'validation_created');
  const recommendations = events.filter((event) => event.type === 'recommendation_created');
  const [validation] = validations;
  if (validation && validations.length === 1) {
    toast({ text: `New validation created: ${validation.file_path}`, tone: 'neutral' });
  } else if (validations.length > 1) {
    toast({ text: `${validations.length} new validations`, tone: 'neutral' });
  }
  toastDecisions(events);
  if (recommendations.length > 0) {
    const what =
      recommendations.length === 1 ? 'New recommendation' : `${recommendations.length} new recommendations`;
    toast({ text: what, tone: 'neutral' });
  }
}

const RUN_TONES: Partial<Record<LiveEvent['type'], Toast['tone']>> = {
  workflow_started: 'neutral',
  workflow_completed: 'good',
  workflow_failed: 'error',
  workflow_cancelled: 'neutral',
};

/** Announces that runs start and end. Their progress is shown elsewhere. */
function toastRuns(events: readonly LiveEvent[]): void {
  for (const event of events) {
    const tone = RUN_TONES[event.type];
    if (tone === undefined) continue;
    const { icon, what, which } = describeEvent(event);
    toast({ text: `${icon} ${what}: ${which}`, tone });
  }
}

const DECISIONS = {
  validation_approved: { icon: '✅', one: 'Validation approved', many: 'validations approved' },
  validation_rejected: { icon: '⛔', one: 'Validation rejected', many: 'validations rejected' },
  validation_enhanced: { icon: '✨', one: 'Validation enhanced', many: 'validations enhanced' },
  recommendation_approved: { icon: '✅', one: 'Recommendation approved', many: 'recommendations approved' },
  recommendation_rejected: { icon: '⛔', one: 'Recommendation rejected', many: 'recommendations rejected' },
} as const;

/** The recommendations that this page has decided on and announced, until their events arrive. */
const announced = new Set<string>();

/** Announces a decision of this page on a recommendation, in the words of its event, which is then not announced again. */
export function toastOwnDecision(
  type: 'recommendation_approved' | 'recommendation_rejected',
  title: string,
  undo: () => void,
): void {
  const { icon, one } = DECISIONS[type];
  toast({ text: `${icon} ${one}: ${revealHidden(title)}`, tone: 'good', undo });
}

/**
 * Says that this page is about to decide on a recommendation: its event may arrive before the answer.
 *
 * @returns a function to call when the decision was refused
 */
export function expectOwnDecision(recommendationId: string): () => void {
  announced.add(recommendationId);
  return () => announced.delete(recommendationId);
}

/** Announces decisions, with one toast for each kind. */
function toastDecisions(events: readonly LiveEvent[]): void {
  for (const [type, { icon, one, many }] of Object.entries(DECISIONS)) {
    const decided = events.filter(
      (event) => event.type === type && !announced.delete(event.recommendation_id ?? ''),
    );
    const [first] = decided;
    if (!first) continue;
    const which = 'title' in first ? first.title : 'file_path' in first ? first.file_path : '';
    const text = decided.length === 1 ? `${icon} ${one}: ${which}` : `${icon} ${decided.length} ${many}`;
    toast({ text, tone: 'neutral' });
  }
}
