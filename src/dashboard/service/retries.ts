/** When what could not be loaded is tried again, and how old what is shown is. */
import type { ApiError } from '../../client/index.ts';
import { describeMoment } from '../parts/moments.ts';

const FIRST_DELAY_MS = 5_000;
const MAX_DELAY_MS = 60_000;

/** @param failures - in a row, from 1 */
export function retryDelayMs(failures: number): number {
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
}

/** Whether the same request may succeed later: there was no answer, too many requests, or a fault of the service. */
export function isTemporary({ status }: ApiError): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** `What is shown is from 14:02.` @param loadedAt - in ms since 1970 */
export function describeOld(loadedAt: number): string {
  return `What is shown is from ${describeMoment(loadedAt).slice(11, 16)}.`;
}
