/** Decisions of the desk: shown at once, sent behind, undone by a key, and taken back when the service refuses them. */
import { signal } from '@preact/signals';
import { ApiError, newIdempotencyKey } from '../../client/index.ts';
import { MAX_IGNORED_AT_ONCE } from '../../shared/limits.ts';
import type { ApprovedEdit, Recommendation, RecommendationStatus } from '../../shared/things.ts';
import { after, recommendationTransitions } from '../../shared/transitions.ts';
import { expectOwnDecision, toast } from '../frame/toasts.ts';
import { api } from '../service/api.ts';
import { session } from '../service/session.ts';
import { changeDraft, draftOf, dropDraft } from './drafts.ts';
import type { Ignoring } from './ignore-form.tsx';
import { persistently, sendBehind } from './sending.ts';
import { asTold, tell, untell } from './told.ts';

/** A decision that can be undone. */
export interface Done {
  /** What was done: `Approved: Fix heading structure`. */
  text: string;
  /** Where to go back to: the key of the item, in its document; absent to stay. */
  itemKey?: string;
  validationId?: string;
  undo: () => void;
}

/** What this page has done, the last one last. */
export const done = signal<readonly Done[]>([]);

/** The last decision on one recommendation: what `.` does again. */
export const lastDecision = signal<{ recommendation: Recommendation; verdict: Verdict; note: string } | null>(
  null,
);

export type Verdict = 'approve' | 'reject';
/** What a verdict is called once it is given. */
export const WORDS = { approve: 'Approved', reject: 'Rejected' } as const;

/** Whether a recommendation can be decided so. */
export function allows(verdict: Verdict, status: RecommendationStatus): boolean {
  return after(recommendationTransitions[verdict], status) !== null;
}

interface Decision {
  verdict: Verdict;
  note: string;
  /** With an approval: what is approved, when it is not all as proposed. */
  edits?: readonly ApprovedEdit[];
}

/** Decides on one recommendation. */
export function decideOne(recommendation: Recommendation, { verdict, note, edits }: Decision): void {
  const { id, title, validation_id } = recommendation;
  const before = asTold(recommendation);
  const draft = draftOf(id);
  lastDecision.value = { recommendation, verdict, note };
  show(recommendation, verdict, note, edits);
  const entry: Done = remember({
    text: `${WORDS[verdict]}: ${title}`,
    itemKey: id,
    validationId: validation_id,
    undo: () => {
      forgetDone(entry);
      changeDraft(id, draft);
      undoOne(recommendation, before.status);
    },
  });
  const idempotencyKey = newIdempotencyKey();
  sendBehind(async () => {
    const forget = expectOwnDecision(id);
    try {
      const request = { ...(note !== '' && { note }), ...(edits && { edits: [...edits] }) };
      const answer = await persistently(() =>
        api.decideRecommendation(id, verdict, request, { idempotencyKey }),
      );
      settle(answer);
      dropDraft(id);
      const { changes = [] } = answer;
      if (changes.length > 0)
        toast({ text: `Readers will see changed: ${changes.join(', ')}.`, tone: 'neutral' });
    } catch (error) {
      forget();
      forgetDone(entry);
      await explain(recommendation, error);
    }
  });
}

/**
 * Decides on several by their ids: one request, undone as one.
 *
 * @param isElsewhere - they are of other documents, and undoing does not go there
 */
export function decideMany(
  recommendations: readonly Recommendation[],
  { verdict, note }: Decision,
  isElsewhere = false,
): void {
  const [first] = recommendations;
  if (!first) return;
  for (const one of recommendations) show(one, verdict, note);
  let batchIds: readonly string[] = [];
  const entry: Done = remember({
    text: `${WORDS[verdict]}: ${recommendations.length} recommendations`,
    ...(!isElsewhere && { itemKey: first.id, validationId: first.validation_id }),
    undo: () => {
      forgetDone(entry);
      sendBehind(async () => {
        for (const id of batchIds.toReversed()) await attempt(() => api.undoBatch(id));
        await refresh(recommendations);
      });
    },
  });
  const idempotencyKey = newIdempotencyKey();
  sendBehind(async () => {
    const forgets = recommendations.map(({ id }) => expectOwnDecision(id));
    const ids = recommendations.map(({ id }) => id);
    const answer = await attempt(() =>
      api.decideRecommendations({ action: verdict, ids, ...(note !== '' && { note }) }, { idempotencyKey }),
    );
    if (!answer) {
      for (const forget of forgets) forget();
      forgetDone(entry);
    }
    batchIds = answer?.batch_ids ?? [];
    const refused = (answer?.results ?? []).filter(({ ok }) => !ok);
    if (refused.length > 0)
      toast({
        text: `${refused.length} of ${ids.length} were refused: somebody was faster.`,
        tone: 'error',
        isLasting: true,
        details: refused.map((one) =>
          one.ok ? '' : `${titleOf(recommendations, one.id)}: ${one.error.detail}`,
        ),
      });
    await refresh(recommendations);
  });
}

/** Ignores findings from now on, and rejects the recommendation about them when it can be rejected. */
export function ignoreItem(
  item: {
    key: string;
    title: string;
    fingerprints: readonly string[];
    recommendation: Recommendation | undefined;
  },
  validationId: string,
  { note, until }: Ignoring,
  onChange: (isIgnored: boolean) => void,
): void {
  const { recommendation, fingerprints } = item;
  const before = recommendation && asTold(recommendation);
  const rejects = before !== undefined && allows('reject', before.status);
  if (recommendation && rejects) show(recommendation, 'reject', note);
  onChange(true);
  const entry: Done = remember({
    text: `Ignored: ${item.title}`,
    itemKey: item.key,
    validationId,
    undo: () => {
      forgetDone(entry);
      onChange(false);
      sendBehind(async () => {
        await attempt(() =>
          inParts(fingerprints, (some) => api.restore(validationId, { fingerprints: some })),
        );
        if (recommendation && rejects) {
          await attempt(() => api.undoRecommendation(recommendation.id));
          await refresh([recommendation]);
        }
      });
    },
  });
  sendBehind(async () => {
    const request = note === '' ? {} : { note };
    const isDone = await attempt(() =>
      inParts(fingerprints, (some) =>
        api.ignore(validationId, { fingerprints: some, ...request, ...(until !== undefined && { until }) }),
      ),
    );
    if (!isDone) {
      onChange(false);
      forgetDone(entry);
    } else if (recommendation && rejects) {
      expectOwnDecision(recommendation.id);
      await attempt(() => api.decideRecommendation(recommendation.id, 'reject', request));
      dropDraft(item.key);
    }
    if (recommendation) await refresh([recommendation]);
  });
}

/** Undoes the decision that the service has about a recommendation, however long ago it was made. */
export function undoOne(recommendation: Recommendation, before: RecommendationStatus = 'proposed'): void {
  const { id, title } = recommendation;
  tell(id, { status: before, position: 0, isSending: true });
  sendBehind(async () => {
    try {
      settle(await api.undoRecommendation(id));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast({ text: `Not undone: ${title}. ${error.message}`, tone: 'error', isLasting: true });
      await refresh([recommendation]);
    }
  });
}

async function inParts(
  fingerprints: readonly string[],
  send: (some: string[]) => Promise<unknown>,
): Promise<true> {
  for (let from = 0; from < fingerprints.length; from += MAX_IGNORED_AT_ONCE)
    await send(fingerprints.slice(from, from + MAX_IGNORED_AT_ONCE));
  return true;
}

function show({ id }: Recommendation, verdict: Verdict, note: string, edits?: readonly ApprovedEdit[]): void {
  tell(id, {
    status: recommendationTransitions[verdict].to,
    position: 0,
    isSending: true,
    ...(session.peek() && { reviewer: session.peek()?.actor ?? '' }),
    ...(note !== '' && { notes: note }),
    ...(edits && { approved_edits: [...edits] }),
  });
}

function settle({ recommendation, position }: { recommendation: Recommendation; position: number }): void {
  const { id, status, reviewer, notes, approved_edits } = recommendation;
  tell(id, {
    status,
    position,
    isSending: false,
    ...(reviewer !== undefined && { reviewer }),
    ...(notes !== undefined && { notes }),
    ...(approved_edits && { approved_edits }),
  });
}

/** Shows what the service has, whatever this page believed. */
async function refresh(recommendations: readonly Recommendation[]): Promise<void> {
  for (const one of recommendations) await refreshOne(one);
}

/** @returns what the service has; what this page was given when it does not answer */
async function refreshOne(one: Recommendation): Promise<Recommendation> {
  const answer = await attempt(() => api.recommendation(one.id));
  if (answer) settle(answer);
  else untell(one.id);
  return answer?.recommendation ?? one;
}

/** Says why a decision was not taken: somebody was faster, and who; or what is wrong with it. */
async function explain(recommendation: Recommendation, error: unknown): Promise<void> {
  if (!(error instanceof ApiError)) throw error;
  const now = await refreshOne(recommendation);
  const isSlower = error.status === 409 && now.status !== 'proposed' && now.reviewer !== undefined;
  const text = isSlower
    ? `${now.reviewer} was faster: “${recommendation.title}” is ${now.status} already.`
    : `Not saved: ${recommendation.title}. ${error.message}`;
  toast({ text, tone: 'error', isLasting: true });
}

async function attempt<T>(send: () => Promise<T>): Promise<T | null> {
  try {
    return await persistently(send);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast({ text: error.message, tone: 'error', isLasting: true });
    return null;
  }
}

function titleOf(recommendations: readonly Recommendation[], id: string): string {
  return recommendations.find((one) => one.id === id)?.title ?? id;
}

function remember(entry: Done): Done {
  done.value = [...done.peek(), entry];
  return entry;
}

function forgetDone(entry: Done): void {
  done.value = done.peek().filter((one) => one !== entry);
}
