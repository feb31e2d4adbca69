/** Decides which sockets need a heartbeat and which are closed as silent. Pure. */
import { SILENT_AFTER_MS } from '../shared/limits.ts';

/**
 * Checks one connection.
 *
 * @param pingedAt - when the connection last pinged, ms since 1970; 0 for never
 * @param now - ms since 1970
 * @returns `heartbeat`: it never pings and needs one; `silent`: it has pinged before but not for {@link
 * SILENT_AFTER_MS}
 */
export function checkLiveness(pingedAt: number, now: number): 'heartbeat' | 'alive' | 'silent' {
  if (pingedAt === 0) return 'heartbeat';
  return now - pingedAt > SILENT_AFTER_MS ? 'silent' : 'alive';
}
