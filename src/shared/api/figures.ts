/** Figures of the service over time. */
import * as v from 'valibot';
import { strictObject } from '../objects.ts';

/** The ranges, and how far apart their points are, in seconds. */
export const FIGURE_RANGES = {
  '1h': { seconds: 3_600, step: 60 },
  '24h': { seconds: 86_400, step: 600 },
  '7d': { seconds: 7 * 86_400, step: 3_600 },
  '90d': { seconds: 90 * 86_400, step: 86_400 },
} as const;
export type FigureRange = keyof typeof FIGURE_RANGES;

const RANGE_NAMES = ['1h', '24h', '7d', '90d'] as const satisfies readonly FigureRange[];

/** GET /api/monitoring. Without a range it has no history. */
export const monitoringQuerySchema = strictObject({
  range: v.exactOptional(v.picklist(RANGE_NAMES, `must be one of ${RANGE_NAMES.join(', ')}`)),
});
export type MonitoringQuery = v.InferOutput<typeof monitoringQuerySchema>;

/** What was counted in a part of the range, or in all of it. Durations are in milliseconds; null when there were none. */
export interface FigureSums {
  requests: number;
  /** Answers with a status from 400 to 499, and from 500. */
  refused: number;
  failed: number;
  request_p50_ms: number | null;
  request_p95_ms: number | null;
  validations: number;
  validations_failed: number;
  validation_p95_ms: number | null;
  events_published: number;
  events_delivered: number;
  events_repaired: number;
  notify_failures: number;
  hub_failures: number;
  instance_failures: number;
  /** Deliveries of webhooks: those that arrived, attempts that are repeated later, and those that were given up. */
  webhooks_delivered: number;
  webhooks_retried: number;
  webhooks_failed: number;
  connects: number;
  closes: number;
  slow_readers: number;
  publish_to_send_p50_ms: number | null;
  publish_to_send_p95_ms: number | null;
  d1_queries: number;
  d1_p95_ms: number | null;
  d1_rows_read: number;
  d1_rows_written: number;
  d1_errors: number;
  d1_retries: number;
  /** The highest value that was seen; null when none was noted. */
  connections: number | null;
  hub_lag_events: number | null;
  queue_depth: number | null;
  queue_age_seconds: number | null;
}

/** A part of the range. */
export interface FigurePoint extends FigureSums {
  /** Its beginning, ISO 8601. */
  at: string;
}

/** A count by name, the most first. */
export interface NamedCount {
  name: string;
  n: number;
}

/** What was counted over a range. */
export interface FigureHistory {
  range: FigureRange;
  /** ISO 8601. */
  from: string;
  to: string;
  step_seconds: number;
  /** One for each step, also where nothing was counted. */
  points: readonly FigurePoint[];
  total: FigureSums;
  /** The routes with most requests. */
  routes: readonly {
    method: string;
    route: string;
    requests: number;
    refused: number;
    failed: number;
    p50_ms: number | null;
    p95_ms: number | null;
  }[];
  /** Time of one check for one document: see docs/monitoring.md. */
  checks: readonly { check: string; p50_ms: number | null; p95_ms: number | null }[];
  families: readonly { family: string; validations: number; p95_ms: number | null }[];
  closes: readonly NamedCount[];
  resumes: readonly NamedCount[];
  events: readonly NamedCount[];
}
