/** Messages on standard error, beside a command's output. */
import type { ConnectionState } from '../client/index.ts';

/** Prints a message. */
export type Say = (text: string) => void;

/** Prints a message on standard error. */
export function say(text: string): void {
  console.error(`galley: ${text}`);
}

/** Reports that a connection was lost and will be retried. Other states are not reported. */
export function sayLoss(
  state: ConnectionState,
  { reason = '', retryInMs }: { reason?: string; retryInMs?: number },
  tell: Say = say,
): void {
  if (state !== 'disconnected' || retryInMs === undefined) return;
  tell(`disconnected${reason && ` (${reason})`}; trying again in ${inSeconds(retryInMs)}`);
}

/** Formats milliseconds as seconds, e.g. `1.5 s`. */
export function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
