/** What people do on the page: sent, and what went wrong said. */
import { signal } from '@preact/signals';
import { ApiError } from '../../client/index.ts';
import type { BulkResponse } from '../../shared/api/decisions.ts';
import { reload } from '../service/live.ts';
import { toast } from '../frame/toasts.ts';

/** Whether something is on its way: one decision at a time. */
export const deciding = signal(false);

/**
 * Sends a decision. What is refused is said, and the page loads what is true now.
 *
 * @returns the answer; null when there was none, or another one is on its way
 */
export async function decide<T>(send: () => Promise<T>): Promise<T | null> {
  if (deciding.value) return null;
  deciding.value = true;
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    toast({ text: error.message, tone: 'error' });
    return null;
  } finally {
    deciding.value = false;
    // The events tell it too; without a connection they come late.
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
