/** Events as files to take away. */
import type { GalleyApi } from '../../client/index.ts';
import { describeEvent } from '../../shared/describe-event.ts';
import type { LiveEvent } from '../../shared/events.ts';
import { MAX_PAGE_SIZE } from '../../shared/limits.ts';
import { type ActivityFilter, passes } from './activity-filter.ts';

/** Most events that one file has. */
export const MAX_EXPORTED = 50_000;

/** Reads the events that pass a filter, oldest first, from the start of the log. */
export async function readAll(api: GalleyApi, filter: ActivityFilter): Promise<LiveEvent[]> {
  const events: LiveEvent[] = [];
  let after = 0;
  for (;;) {
    const page = await api.events({ after, limit: MAX_PAGE_SIZE });
    events.push(...page.results.filter((event) => passes(event, filter)));
    if (!page.has_more || events.length >= MAX_EXPORTED) return events.slice(0, MAX_EXPORTED);
    after = page.next_after;
  }
}

export function toNdjson(events: readonly LiveEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

const COLUMNS = ['id', 'timestamp', 'actor', 'type', 'family', 'what', 'which', 'note', 'batch_id'] as const;

/** As comma-separated values (RFC 4180), with a line of names. */
export function toCsv(events: readonly LiveEvent[]): string {
  const rows = events.map((event) => {
    const { what, which } = describeEvent(event);
    const values: Record<string, unknown> = { ...event, what, which };
    return COLUMNS.map((name) => cell(values[name]));
  });
  return [COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  // A spreadsheet would take these for formulas: https://owasp.org/www-community/attacks/CSV_Injection
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Offers a text as a file. */
export function download(text: string, name: string, type: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  URL.revokeObjectURL(href);
}
