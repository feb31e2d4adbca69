/** Quality over time as series: one value a day, of one family or of several together. */
import type { QualityDay } from '../../shared/api/quality.ts';
import { type Compared, type Counts, LEVELS } from '../../shared/things.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const SIDES = ['new', 'resolved'] as const;
const noFindings = (): Counts => ({ error: 0, warning: 0, info: 0 });

/** What is true at the end of a day. */
export interface QualityPoint {
  /** e.g. `2026-11-23` */
  day: string;
  documents: { total: number; pass: number; warning: number; fail: number };
  counts: Counts;
  open: number;
  /** Of that day alone. */
  compared: Compared;
  decided: number;
  applied: number;
}

/**
 * Fills the days on which nothing changed: what a row says holds until the next one of its family. Families are summed up.
 *
 * @param rows - by family and day; the first one of a family may be from before the range
 * @param from - the first day
 * @param to - the last day
 */
export function toSeries(rows: readonly QualityDay[], from: string, to: string): QualityPoint[] {
  const byFamily = new Map<string, Map<string, QualityDay>>();
  for (const row of rows) {
    const known = byFamily.get(row.family) ?? new Map<string, QualityDay>();
    byFamily.set(row.family, known.set(row.day, row));
  }
  const held = new Map<string, QualityDay>();
  for (const row of rows) if (row.day < from) held.set(row.family, row);
  const points: QualityPoint[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    const point: QualityPoint = {
      day,
      documents: { total: 0, pass: 0, warning: 0, fail: 0 },
      counts: noFindings(),
      open: 0,
      compared: { new: noFindings(), resolved: noFindings() },
      decided: 0,
      applied: 0,
    };
    for (const [family, days] of byFamily) {
      const today = days.get(day);
      if (today) held.set(family, today);
      const now = held.get(family);
      if (now) add(point, now);
      if (!today) continue;
      for (const side of SIDES) addCounts(point.compared[side], today.compared[side]);
      point.decided += today.decided;
      point.applied += today.applied;
    }
    points.push(point);
  }
  return points;
}

function add(point: QualityPoint, { documents, counts, open }: QualityDay): void {
  for (const key of ['total', 'pass', 'warning', 'fail'] as const) point.documents[key] += documents[key];
  addCounts(point.counts, counts);
  point.open += open;
}

function addCounts(to: Counts, counts: Counts): void {
  for (const level of LEVELS) to[level] += counts[level];
}

/** What all days of a range added and resolved. */
export function sumCompared(points: readonly QualityPoint[]): Compared {
  const sum = { new: noFindings(), resolved: noFindings() };
  for (const { compared } of points) for (const side of SIDES) addCounts(sum[side], compared[side]);
  return sum;
}

/** Findings of all levels. */
export const totalOf = ({ error, warning, info }: Counts): number => error + warning + info;

/** The parts with most findings in the newest rows of all families. */
export function sumParts<T extends { findings: number; documents: number }>(
  rows: readonly QualityDay[],
  partsOf: (row: QualityDay) => readonly T[],
  nameOf: (part: T) => string,
): { name: string; findings: number; documents: number }[] {
  const newest = new Map(rows.map((row) => [row.family, row]));
  const sums = new Map<string, { name: string; findings: number; documents: number }>();
  for (const row of newest.values()) {
    for (const part of partsOf(row)) {
      const name = nameOf(part);
      const sum = sums.get(name) ?? { name, findings: 0, documents: 0 };
      sum.findings += part.findings;
      sum.documents += part.documents;
      sums.set(name, sum);
    }
  }
  return [...sums.values()].toSorted((a, b) => b.findings - a.findings);
}
