/** Sends the decisions that people make on the page, and reports failures. */
import { signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { BulkResponse } from '../../shared/api/decisions.ts';
import { reload } from '../service/live.ts';
import { toast } from '../frame/toasts.ts';

/** Whether a decision is being sent. Only one is sent at a time. */
export const isDeciding = signal(false);

/**
 * Sends a decision, then makes the page load its data again. A failure is shown as a toast.
 *
 * @returns the answer; null when it failed, or when another decision is being sent
 */
export async function decide<T>(send: () => Promise<T>): Promise<T | null> {
  if (isDeciding.value) return null;
  isDeciding.value = true;
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast({ text: error.message, tone: 'error' });
    return null;
  } finally {
    isDeciding.value = false;
    // The events report the change too, but late when the page is not live.
    reload();
  }
}

/** `12 approved, 1 refused: it is rejected already` */
export function describeBulk(done: string, { results }: BulkResponse): string {
  const count = results.filter(({ ok }) => ok).length;
  const refusals = new Set(results.flatMap((one) => (one.ok ? [] : [one.error.state ?? one.error.detail])));
  const refused = results.length - count;
  return refused === 0
    ? `${count} ${done}`
    : `${count} ${done}, ${refused} refused (${[...refusals].join(', ')})`;
}
