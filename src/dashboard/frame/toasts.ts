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

/** The least time from one notice about events to the next, and from one announcement to the next. */
export const QUIET_MS = 5_000;
/** How long the event of an own decision may take. */
const ANNOUNCED_MS = 60_000;

export const toasts = signal<readonly Toast[]>([]);
/** What a screen reader says: the notices, at most once in {@link QUIET_MS}. */
export const announcement = signal('');
/** How much others have done since one last looked. */
export const othersCount = signal(0);
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
  say(notice.text);
}

let unsaid: readonly string[] = [];
let isSpeaking = false;

/** Puts a text into the live region, when the one before had its time. The newest few are said together. */
export function say(text: string): void {
  unsaid = [...unsaid, text].slice(-MAX_TOASTS);
  if (!isSpeaking) speak();
}

function speak(): void {
  announcement.value = unsaid.join('. ');
  unsaid = [];
  isSpeaking = true;
  setTimeout(() => {
    isSpeaking = false;
    if (unsaid.length > 0) speak();
  }, QUIET_MS);
}

/** Starts the count of what others do anew. */
export function forgetOthers(): void {
  othersCount.value = 0;
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Removes the toasts of failed actions. */
export function clearFailures(): void {
  if (toasts.value.some((one) => one.isLasting)) toasts.value = toasts.value.filter((one) => !one.isLasting);
}

let waiting: readonly LiveEvent[] = [];
let isQuiet = false;

/**
 * Shows notices for what one has done oneself: one for a burst of events of the same kind, and at most one burst in
 * {@link QUIET_MS}. What others do is counted.
 *
 * @param actor - who is signed in
 */
export function toastEvents(all: readonly LiveEvent[], actor: string | undefined): void {
  const own = all.filter((event) => event.actor === actor);
  const others = all.filter((event) => event.actor !== actor && isWorthCounting(event)).length;
  if (others > 0) othersCount.value += others;
  waiting = [...waiting, ...own];
  if (!isQuiet && waiting.length > 0) showWaiting();
}

/** The documents of a run, and the recommendations of a document, come with the run or the document. */
function isWorthCounting({ type, workflow_id }: LiveEvent): boolean {
  if (type === 'recommendation_created' || type === 'workflow_progress') return false;
  return workflow_id === undefined || type.startsWith('workflow_');
}

function showWaiting(): void {
  const events = waiting;
  waiting = [];
  isQuiet = true;
  showEvents(events);
  setTimeout(() => {
    isQuiet = false;
    if (waiting.length > 0) showWaiting();
  }, QUIET_MS);
}

function showEvents(all: readonly LiveEvent[]): void {
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

/** What this page has decided on and announced, until the events arrive: ids, and until when they are expected. */
const announced = new Map<string, number>();

function wasAnnounced({ recommendation_id, validation_id }: LiveEvent): boolean {
  const id = recommendation_id ?? validation_id ?? '';
  const until = announced.get(id) ?? 0;
  announced.delete(id);
  return until > Date.now();
}

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
 * Says that this page is about to decide on a recommendation or validation, and will say so itself: its event may arrive
 * before the answer.
 *
 * @returns a function to call when the decision was refused
 */
export function expectOwnDecision(id: string): () => void {
  announced.set(id, Date.now() + ANNOUNCED_MS);
  return () => announced.delete(id);
}

/** Announces decisions, with one toast for each kind. */
function toastDecisions(events: readonly LiveEvent[]): void {
  for (const [type, { icon, one, many }] of Object.entries(DECISIONS)) {
    const decided = events.filter((event) => event.type === type && !wasAnnounced(event));
    const [first] = decided;
    if (!first) continue;
    const which = 'title' in first ? first.title : 'file_path' in first ? first.file_path : '';
    const text = decided.length === 1 ? `${icon} ${one}: ${which}` : `${icon} ${decided.length} ${many}`;
    toast({ text, tone: 'neutral' });
  }
}
