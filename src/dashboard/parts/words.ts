/** Describes outcomes, counts and durations in words. */
import type { Counts, Level, Outcome, Run } from '../../shared/things.ts';
import { grouped } from './grouped.ts';

/** The word for a level: `info` is shown as "note". */
export function describeLevel(level: Level): string {
  return level === 'info' ? 'note' : level;
}

export function describeOutcome(outcome: Outcome | null): string {
  if (outcome === null) return 'Not validated';
  return { pass: 'Passed', warning: 'Warnings', fail: 'Failed' }[outcome];
}

export function describeCounts({ error, warning, info }: Counts): string {
  const parts = [plural(error, 'error'), plural(warning, 'warning'), plural(info, 'note')].filter(Boolean);
  return parts.length > 0 ? parts.join(' · ') : 'No findings';
}

/** The share of a run's documents that are done, in percent, rounded down. */
export function percentOf({ done, total, state }: Pick<Run, 'done' | 'total' | 'state'>): number {
  if (state === 'completed') return 100;
  return total === 0 ? 0 : Math.floor((done / total) * 100);
}

/** `1 document`, `1,200 documents` */
export function countOf(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function plural(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `lines:4-9` → `lines 4 to 9` */
export function describeScope(scope: string): string {
  const [, from, to] = /^lines:(\d+)-(\d+)$/.exec(scope) ?? [];
  if (from === undefined) return scope;
  return from === to ? `line ${from}` : `lines ${from} to ${to}`;
}

/** `75_000` → `1 min 15 s` */
export function describeDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 1) return '< 1 s';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
