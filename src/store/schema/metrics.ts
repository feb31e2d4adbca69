import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * What the service has counted, in buckets of time: by minute for a day, by hour for a month, by day for a year, and all of
 * it since the beginning. What is written down is added to all four at once, so nothing has to be rolled up.
 */
export const metricBuckets = sqliteTable(
  'metric_buckets',
  {
    /** The length of the bucket in seconds: 60, 3600 or 86400; 0 for all of it. */
    step: integer().notNull(),
    /** The beginning of the bucket, in seconds since 1970; 0 for all of it. */
    at: integer().notNull(),
    /** JSON object of numbers: see src/metrics/registry.ts. */
    figures: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.step, table.at] })],
);
