/** Points in time in words. By hand: the browser's own formats take some 70 ms to set up, when the page starts. */
import { grouped } from './grouped.ts';

const two = (figure: number) => String(figure).padStart(2, '0');

/** `2026-11-22 14:02:07`, in the time zone of the reader. */
export function describeMoment(time: string | number): string {
  const at = new Date(time);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** `5s ago`, `3h ago`, `yesterday` @param now - in ms since 1970 */
export function describeAge(timestamp: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(timestamp)) / 1_000));
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds}s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${grouped(days)}d ago`;
}
