/** What is said on standard error, beside what a command prints. */
import type { ConnectionState } from '../client/index.ts';

export type Say = (text: string) => void;

export function say(text: string): void {
  console.error(`galley: ${text}`);
}

/** Says that a connection is lost and tried again; nothing of other states. */
export function sayLoss(
  state: ConnectionState,
  { reason = '', retryInMs }: { reason?: string; retryInMs?: number },
  tell: Say = say,
): void {
  if (state !== 'disconnected' || retryInMs === undefined) return;
  tell(`disconnected${reason && ` (${reason})`}; trying again in ${inSeconds(retryInMs)}`);
}

export function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
