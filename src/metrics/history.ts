/** Figures over time, as they are answered: from buckets to points, sums and lists. */
import {
  FIGURE_RANGES,
  type FigureHistory,
  type FigureRange,
  type FigureSums,
  type NamedCount,
} from '../shared/api/figures.ts';
import { MAX_LISTED_FIGURES } from '../shared/limits.ts';
import {
  addUp,
  distributionsOf,
  merge,
  quantile,
  samplesOf,
  sumOf,
  type Distribution,
} from './read-figures.ts';
import { SEPARATOR, type Figures } from './registry.ts';

/** Figures of a time, which is given in seconds since 1970. */
export interface TimedFigures {
  at: number;
  figures: Figures;
}

/** The first point of a range that ends now: the points are at multiples of the step. @param now - seconds since 1970 */
export function startOf(range: FigureRange, now: number): number {
  const { seconds, step } = FIGURE_RANGES[range];
  return now - (now % step) - seconds + step;
}

/**
 * Makes a history of buckets.
 *
 * @param buckets - ascending; shorter than the steps of the range, or as long
 * @param now - seconds since 1970
 */
export function toHistory(range: FigureRange, buckets: readonly TimedFigures[], now: number): FigureHistory {
  const { seconds, step } = FIGURE_RANGES[range];
  const from = startOf(range, now);
  const byStep = new Map<number, Figures[]>();
  for (const { at, figures } of buckets) {
    const slot = at - (at % step);
    byStep.set(slot, [...(byStep.get(slot) ?? []), figures]);
  }
  const slots = Array.from({ length: seconds / step }, (_, n) => from + n * step);
  const summed = slots.map((at) => ({ at, figures: addUp(byStep.get(at) ?? []) }));
  const all = addUp(summed.map(({ figures }) => figures));
  return {
    range,
    from: toIso(from),
    to: toIso(now),
    step_seconds: step,
    points: summed.map(({ at, figures }) => ({ at: toIso(at), ...sumsOf(figures) })),
    total: sumsOf(all),
    routes: routesOf(all),
    families: familiesOf(all),
    checks: checksOf(all),
    closes: namedOf(all, 'live_closes'),
    resumes: namedOf(all, 'live_resumes'),
    events: namedOf(all, 'events_published'),
  };
}

function sumsOf(figures: Figures): FigureSums {
  const requests = allOf(figures, 'http_request_duration_seconds');
  const sends = allOf(figures, 'publish_to_send_seconds');
  return {
    requests: sumOf(figures, 'http_requests'),
    refused: sumOf(figures, 'http_requests', ([, , status]) => status === '4xx'),
    failed: sumOf(figures, 'http_requests', ([, , status]) => status === '5xx'),
    request_p50_ms: milliseconds(requests, 0.5),
    request_p95_ms: milliseconds(requests, 0.95),
    validations: sumOf(figures, 'validations'),
    validations_failed: sumOf(figures, 'validations', ([, outcome]) => outcome === 'failed'),
    validation_p95_ms: milliseconds(allOf(figures, 'validation_duration_seconds'), 0.95),
    events_published: sumOf(figures, 'events_published'),
    events_delivered: sumOf(figures, 'events_delivered'),
    events_repaired: sumOf(figures, 'events_repaired'),
    notify_failures: sumOf(figures, 'notify_failures'),
    hub_failures: sumOf(figures, 'hub_failures'),
    instance_failures: sumOf(figures, 'instance_failures'),
    connects: sumOf(figures, 'live_connects'),
    closes: sumOf(figures, 'live_closes'),
    webhooks_delivered: sumOf(figures, 'webhook_deliveries', ([result]) => result === 'delivered'),
    webhooks_retried: sumOf(figures, 'webhook_deliveries', ([result]) => result === 'retried'),
    webhooks_failed: sumOf(figures, 'webhook_deliveries', ([result]) => result === 'failed'),
    slow_readers: sumOf(figures, 'slow_readers'),
    publish_to_send_p50_ms: milliseconds(sends, 0.5),
    publish_to_send_p95_ms: milliseconds(sends, 0.95),
    d1_queries: sumOf(figures, 'd1_queries'),
    d1_p95_ms: milliseconds(allOf(figures, 'd1_query_duration_seconds'), 0.95),
    d1_rows_read: sumOf(figures, 'd1_rows_read'),
    d1_rows_written: sumOf(figures, 'd1_rows_written'),
    d1_errors: sumOf(figures, 'd1_errors'),
    d1_retries: sumOf(figures, 'd1_retries'),
    connections: gauge(figures, 'connections', (values) => values.reduce((sum, n) => sum + n, 0)),
    hub_lag_events: gauge(figures, 'hub_lag_events', highest),
    queue_depth: gauge(figures, 'queue_depth', (values) => values.reduce((sum, n) => sum + n, 0)),
    queue_age_seconds: gauge(figures, 'queue_age_seconds', highest),
  };
}

const toIso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const allOf = (figures: Figures, name: string) => merge(distributionsOf(figures, name));
const highest = (values: readonly number[]) => Math.max(...values);

function milliseconds(distribution: Distribution, q: number): number | null {
  const seconds = quantile(distribution, q);
  return seconds === null ? null : Math.round(seconds * 10_000) / 10;
}

function gauge(
  figures: Figures,
  name: string,
  together: (values: readonly number[]) => number,
): number | null {
  const values = samplesOf(figures, name).map(({ value }) => value);
  return values.length === 0 ? null : together(values);
}

function namedOf(figures: Figures, name: string): NamedCount[] {
  return samplesOf(figures, name)
    .map(({ labels, value }) => ({ name: labels.join(' '), n: value }))
    .toSorted((a, b) => b.n - a.n)
    .slice(0, MAX_LISTED_FIGURES);
}

function routesOf(figures: Figures): FigureHistory['routes'] {
  const samples = samplesOf(figures, 'http_requests');
  const of = (key: string, status?: string) =>
    samples.reduce((sum, { labels, value }) => {
      const [method = '', route = '', has] = labels;
      return keyOf(method, route) === key && (status === undefined || has === status) ? sum + value : sum;
    }, 0);
  return distributionsOf(figures, 'http_request_duration_seconds')
    .toSorted((a, b) => b.count - a.count)
    .slice(0, MAX_LISTED_FIGURES)
    .map((one) => {
      const [method = '', route = ''] = one.labels;
      const key = keyOf(method, route);
      return {
        method,
        route,
        requests: of(key),
        refused: of(key, '4xx'),
        failed: of(key, '5xx'),
        p50_ms: milliseconds(one, 0.5),
        p95_ms: milliseconds(one, 0.95),
      };
    });
}

const keyOf = (method: string, route: string) => `${method}${SEPARATOR}${route}`;

function familiesOf(figures: Figures): FigureHistory['families'] {
  const durations = distributionsOf(figures, 'validation_duration_seconds');
  const counts = new Map<string, number>();
  for (const { labels, value } of samplesOf(figures, 'validations')) {
    const [family = ''] = labels;
    counts.set(family, (counts.get(family) ?? 0) + value);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MAX_LISTED_FIGURES)
    .map(([family, validations]) => {
      const own = durations.find(({ labels }) => labels[0] === family);
      return { family, validations, p95_ms: own ? milliseconds(own, 0.95) : null };
    });
}

function checksOf(figures: Figures): FigureHistory['checks'] {
  return distributionsOf(figures, 'check_duration_seconds')
    .toSorted((a, b) => b.sum / b.count - a.sum / a.count)
    .map((one) => ({
      check: one.labels.join(' '),
      p50_ms: milliseconds(one, 0.5),
      p95_ms: milliseconds(one, 0.95),
    }));
}
