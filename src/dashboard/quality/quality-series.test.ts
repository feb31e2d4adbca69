import { expect, it } from 'vitest';
import type { QualityDay } from '../../shared/api/quality.ts';
import { sumCompared, sumParts, toSeries } from './quality-series.ts';

const row = (family: string, day: string, error: number, more: Partial<QualityDay> = {}): QualityDay => ({
  family,
  day,
  documents: { total: error, pass: 0, warning: 0, fail: error, failed: 0 },
  counts: { error, warning: 0, info: 0 },
  compared: { new: { error, warning: 0, info: 1 }, resolved: { error: 0, warning: 2, info: 0 } },
  rules: [{ rule_id: 'links/empty', findings: error, documents: 1 }],
  more_rules: 0,
  folders: [],
  more_folders: 0,
  open: error,
  decided: 1,
  applied: 0,
  median_days_to_decision: null,
  ...more,
});

it('holds what a row says until the next one of its family, and sums families up', () => {
  const rows = [row('a', '2026-11-01', 5), row('a', '2026-11-04', 2), row('b', '2026-11-03', 1)];
  const points = toSeries(rows, '2026-11-02', '2026-11-05');
  expect(points.map(({ day, counts }) => [day.slice(-2), counts.error])).toEqual([
    ['02', 5],
    ['03', 6],
    ['04', 3],
    ['05', 3],
  ]);
  // Decisions are those of a day, and do not hold.
  expect(points.map(({ decided }) => decided)).toEqual([0, 1, 1, 0]);
  expect(points.map(({ compared }) => compared.new.error)).toEqual([0, 1, 2, 0]);
  expect(sumCompared(points)).toEqual({
    new: { error: 3, warning: 0, info: 2 },
    resolved: { error: 0, warning: 4, info: 0 },
  });
});

it('sums the parts of the newest rows, most findings first', () => {
  const rows = [
    row('a', '2026-11-01', 9),
    row('a', '2026-11-02', 2),
    row('b', '2026-11-01', 3, { rules: [{ rule_id: 'MD009', findings: 4, documents: 2 }] }),
  ];
  const parts = sumParts(
    rows,
    ({ rules }) => rules,
    ({ rule_id }) => rule_id,
  );
  expect(parts.map(({ name, findings }) => [name, findings])).toEqual([
    ['MD009', 4],
    ['links/empty', 2],
  ]);
});
