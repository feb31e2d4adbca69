/** What is counted: the name, the kind and the labels of each figure. docs/monitoring.md explains them. */

/** Upper bounds of the buckets of durations, in seconds; the last bucket has none. */
export const DURATION_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** Something that only grows. */
export const COUNTERS = {
  http_requests: { labels: ['method', 'route', 'status'], help: 'Requests by route and class of status' },
  validations: { labels: ['family', 'outcome'], help: 'Validated documents' },
  events_published: { labels: ['type'], help: 'Events that were written to the log' },
  events_delivered: { labels: [], help: 'Events that were sent to connections, once for each' },
  frames_sent: { labels: [], help: 'Frames that were sent to connections' },
  events_repaired: { labels: [], help: 'Events that a hub had to read from the log' },
  notify_failures: { labels: [], help: 'Notifications that did not reach a hub' },
  hub_failures: { labels: [], help: 'Times that a hub could not read the log or send to a connection' },
  live_connects: { labels: [], help: 'Connections that were opened' },
  live_closes: { labels: ['code'], help: 'Connections that ended, by the code of the close' },
  live_resumes: { labels: ['source'], help: 'Connections that resumed, by where what they missed came from' },
  slow_readers: { labels: [], help: 'Connections that were closed because they did not keep up' },
  webhook_deliveries: {
    labels: ['result'],
    help: 'Attempts to deliver an event by a webhook: delivered, retried later, or failed for good',
  },
  data_points_left_out: {
    labels: [],
    help: 'Data points that were too many for Analytics Engine at once',
  },
  instance_failures: { labels: [], help: 'Times that the instance of a run could not be reached' },
  d1_queries: { labels: ['kind'], help: 'Requests to the database' },
  d1_statements: { labels: [], help: 'Statements in these requests' },
  d1_rows_read: { labels: [], help: 'Rows that the database read, where it says so' },
  d1_rows_written: { labels: [], help: 'Rows that the database wrote' },
  d1_errors: { labels: ['kind'], help: 'Requests to the database that failed' },
  d1_retries: { labels: [], help: 'Attempts of the platform to read again, beyond the first' },
} as const satisfies Record<string, Definition>;

/** How long something took, in seconds. */
export const HISTOGRAMS = {
  http_request_duration_seconds: { labels: ['method', 'route'], help: 'Time until a request was answered' },
  validation_duration_seconds: { labels: ['family'], help: 'Time of the engine for one document' },
  check_duration_seconds: {
    labels: ['check'],
    help: 'Time of one check for one document, sometimes measured',
  },
  publish_to_send_seconds: { labels: [], help: 'Time from the commit of an event until it was sent' },
  d1_query_duration_seconds: { labels: ['kind'], help: 'Time until the database answered' },
} as const satisfies Record<string, Definition>;

/** Something that goes up and down. Of those that are kept, the highest value of a bucket is. */
export const GAUGES = {
  connections: { labels: ['hub'], help: 'Connections that are open now' },
  hub_lag_events: { labels: ['hub'], help: 'Events of the log that a hub has not delivered yet' },
  queue_depth: { labels: ['queue'], help: 'What waits to be worked off' },
  queue_age_seconds: { labels: ['queue'], help: 'Time since the last progress of what waits longest' },
  runs: { labels: ['state'], help: 'Batch runs that have not ended, by state' },
  log_head: { labels: [], help: 'Id of the last event of the log' },
  hub_up: { labels: ['hub'], help: 'Whether a hub answers' },
} as const satisfies Record<string, Definition>;

interface Definition {
  labels: readonly string[];
  help: string;
}

export type CounterName = keyof typeof COUNTERS;
export type HistogramName = keyof typeof HISTOGRAMS;
export type GaugeName = keyof typeof GAUGES;

/** Label values that clients choose are kept apart for so many; the others are {@link OTHER} together. */
export const OTHER = 'other';
