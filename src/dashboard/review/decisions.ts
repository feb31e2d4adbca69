/** Sends the decisions that people make on the page, and reports failures. */
import { signal } from '@preact/signals';
import { ApiError, type BulkAnswer } from '../../client/index.ts';
import type { BulkResult } from '../../shared/api/decisions.ts';
import { MAX_BULK_IDS } from '../../shared/limits.ts';
import { clearFailures, expectOwnDecision, toast } from '../frame/toasts.ts';
import { reload } from '../service/live.ts';

/** Whether a decision is being sent. Only one is sent at a time. */
export const isDeciding = signal(false);

/** What became of a decision about many things. */
export interface BulkOutcome {
  results: readonly BulkResult[];
  /** How many were neither changed nor refused: the service could not handle them, or did not answer. */
  remaining: number;
  /** Of the requests that it took: what undoes them. */
  batchIds: readonly string[];
}

/**
 * Sends a decision, then makes the page load its data again. A failure is shown as a toast.
 *
 * @returns the answer; null when it failed, or when another decision is being sent
 */
export function decide<T>(send: () => Promise<T>): Promise<T | null> {
  return exclusively(() => attempt(send));
}

/**
 * Sends a decision about things with these ids, in as many requests as that takes. Stops at a failure, and when a request
 * makes no progress.
 *
 * @param send - decides about at most {@link MAX_BULK_IDS} of them; the service may handle only some
 * @returns the outcome, and the ids that remain; null when another decision is being sent
 */
export function decideMany(
  ids: readonly string[],
  send: (ids: string[]) => Promise<BulkAnswer>,
): Promise<(BulkOutcome & { left: readonly string[] }) | null> {
  return exclusively(async () => {
    const results: BulkResult[] = [];
    const batchIds: string[] = [];
    // The caller says what became of it: the events need not.
    const expected = new Map(ids.map((id) => [id, expectOwnDecision(id)]));
    let left = ids;
    while (left.length > 0) {
      const asked = left.slice(0, MAX_BULK_IDS);
      const answer = await attempt(() => send(asked));
      if (!answer) break;
      results.push(...answer.results);
      batchIds.push(...answer.batch_ids);
      const answered = new Set(answer.results.map(({ id }) => id));
      const before = left.length;
      left = left.filter((id) => !answered.has(id));
      if (left.length === before) break;
    }
    for (const one of results) if (one.ok) expected.delete(one.id);
    for (const forget of expected.values()) forget();
    return { results, batchIds, remaining: left.length, left };
  });
}

/** @returns null when another decision is being sent */
export async function exclusively<T>(send: () => Promise<T>): Promise<T | null> {
  if (isDeciding.value) return null;
  isDeciding.value = true;
  try {
    return await send();
  } finally {
    isDeciding.value = false;
    // The events report the change too, but late when the page is not live.
    reload();
  }
}

/** @returns null when the request failed, which a toast then says */
export async function attempt<T>(send: () => Promise<T>): Promise<T | null> {
  try {
    const answer = await send();
    clearFailures();
    return answer;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast({ text: error.message, tone: 'error', isLasting: true });
    return null;
  }
}

export function countChanged(results: readonly BulkResult[]): number {
  return results.filter(({ ok }) => ok).length;
}
