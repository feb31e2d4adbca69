/** Takes figures apart again: from keys to names, labels and histograms. */
import { DURATION_BOUNDS } from './definitions.ts';
import { GAUGE_MARK, SEPARATOR, type Figures } from './registry.ts';

/** A figure with the values of its labels. */
export interface Sample {
  labels: readonly string[];
  value: number;
}

/** A distribution of durations: how many are in each bucket, not cumulative, and their sum in seconds. */
export interface Distribution {
  labels: readonly string[];
  buckets: readonly number[];
  count: number;
  sum: number;
}

/** The samples of a counter or a gauge. */
export function samplesOf(figures: Figures, name: string): Sample[] {
  return [...partsOf(figures, name)].map(({ labels, value }) => ({ labels, value }));
}

/** The sum of a counter over those of its samples that fit. */
export function sumOf(
  figures: Figures,
  name: string,
  fits: (labels: readonly string[]) => boolean = () => true,
): number {
  return samplesOf(figures, name).reduce((sum, { labels, value }) => (fits(labels) ? sum + value : sum), 0);
}

/** The distributions of a histogram, one for each combination of labels. */
export function distributionsOf(figures: Figures, name: string): Distribution[] {
  const found = new Map<string, { labels: readonly string[]; buckets: number[]; sum: number }>();
  for (const { labels: parts, value } of partsOf(figures, name)) {
    const labels = parts.slice(0, -1);
    const part = parts.at(-1) ?? '';
    const key = labels.join(SEPARATOR);
    const known = found.get(key) ?? { labels, buckets: DURATION_BOUNDS.map(() => 0).concat(0), sum: 0 };
    found.set(key, known);
    if (part === 'sum') known.sum += value;
    else known.buckets[Number(part)] = (known.buckets[Number(part)] ?? 0) + value;
  }
  return [...found.values()].map((one) => ({ ...one, count: one.buckets.reduce((sum, n) => sum + n, 0) }));
}

/** All of a histogram together. */
export function merge(distributions: readonly Distribution[]): Distribution {
  const buckets = DURATION_BOUNDS.map(() => 0).concat(0);
  for (const one of distributions)
    for (const [at, n] of one.buckets.entries()) buckets[at] = (buckets[at] ?? 0) + n;
  return {
    labels: [],
    buckets,
    count: buckets.reduce((sum, n) => sum + n, 0),
    sum: distributions.reduce((sum, one) => sum + one.sum, 0),
  };
}

/**
 * Estimates a quantile as Prometheus does: linear within the bucket. What is beyond the last bound counts as that bound.
 *
 * @param q - from 0 to 1
 * @returns seconds; null when there is nothing
 */
export function quantile({ buckets, count }: Distribution, q: number): number | null {
  if (count === 0) return null;
  const rank = q * count;
  let seen = 0;
  for (const [at, n] of buckets.entries()) {
    if (n > 0 && seen + n >= rank) {
      const lower = DURATION_BOUNDS[at - 1] ?? 0;
      const upper = DURATION_BOUNDS[at];
      return upper === undefined ? lower : lower + ((upper - lower) * Math.max(0, rank - seen)) / n;
    }
    seen += n;
  }
  return DURATION_BOUNDS.at(-1) ?? null;
}

/** Adds up figures of several times or places. */
export function addUp(list: readonly Figures[]): Figures {
  const sum: Record<string, number> = {};
  for (const figures of list) {
    for (const [key, value] of Object.entries(figures)) {
      const before = sum[key] ?? 0;
      sum[key] = key.startsWith(GAUGE_MARK) ? Math.max(before, value) : before + value;
    }
  }
  return sum;
}

function* partsOf(figures: Figures, name: string): Iterable<Sample> {
  for (const [key, value] of Object.entries(figures)) {
    const bare = key.startsWith(GAUGE_MARK) ? key.slice(GAUGE_MARK.length) : key;
    const [first, ...labels] = bare.split(SEPARATOR);
    if (first === name) yield { labels, value };
  }
}
