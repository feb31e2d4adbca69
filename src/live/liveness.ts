/** Which sockets need a heartbeat, and which have gone silent. Pure. */
import { SILENT_AFTER_MS } from '../shared/limits.ts';

/**
 * @param pingedAt - when the connection last pinged, ms since 1970; 0 for never
 * @param now - ms since 1970
 * @returns `heartbeat`: it never pings, so it is sent one; `silent`: it pinged once and stopped, so it is closed
 */
export function checkLiveness(pingedAt: number, now: number): 'heartbeat' | 'alive' | 'silent' {
  if (pingedAt === 0) return 'heartbeat';
  return now - pingedAt > SILENT_AFTER_MS ? 'silent' : 'alive';
}
