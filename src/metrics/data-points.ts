/**
 * Figures as data points of Workers Analytics Engine: `index1` and `blob1` are the name, further blobs the labels in the order
 * of src/metrics/definitions.ts. `double1` is the value; of a histogram it is the count, `double2` the sum in seconds, and the
 * doubles after it are the buckets, not cumulative.
 *
 * @see https://developers.cloudflare.com/analytics/analytics-engine/
 */
import { MAX_DATA_POINTS } from '../shared/limits.ts';
import { COUNTERS, GAUGES, HISTOGRAMS } from './definitions.ts';
import { distributionsOf, samplesOf } from './read-figures.ts';
import type { Figures } from './registry.ts';

export interface DataPoint {
  indexes: [string];
  blobs: string[];
  doubles: number[];
}

/**
 * Makes data points of what was counted since the last time.
 *
 * @returns at most {@link MAX_DATA_POINTS}, those with the highest counts, and the number of the others
 * @example toDataPoints({ 'validations|words|pass': 3 }).points[0]?.blobs // ['validations', 'words', 'pass']
 */
export function toDataPoints(figures: Figures): { points: DataPoint[]; leftOut: number } {
  const all = [
    ...Object.keys({ ...COUNTERS, ...GAUGES }).flatMap((name) =>
      samplesOf(figures, name).map(({ labels, value }) => toPoint(name, labels, [value])),
    ),
    ...Object.keys(HISTOGRAMS).flatMap((name) =>
      distributionsOf(figures, name).map(({ labels, count, sum, buckets }) =>
        toPoint(name, labels, [count, sum, ...buckets]),
      ),
    ),
  ].toSorted((a, b) => (b.doubles[0] ?? 0) - (a.doubles[0] ?? 0));
  return { points: all.slice(0, MAX_DATA_POINTS), leftOut: Math.max(0, all.length - MAX_DATA_POINTS) };
}

function toPoint(name: string, labels: readonly string[], doubles: number[]): DataPoint {
  return { indexes: [name], blobs: [name, ...labels], doubles };
}
