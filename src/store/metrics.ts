/** Keeps what was counted: see schema/metrics.ts. */
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { GAUGE_MARK, type Figures } from '../metrics/registry.ts';
import { MAX_METRIC_KEYS } from '../shared/limits.ts';
import type { Database } from './database.ts';
import { metricBuckets } from './schema.ts';

/** Lengths of buckets in seconds. */
export const STEPS = { minute: 60, hour: 3_600, day: 86_400 } as const;
/** The bucket of everything since the beginning. */
const ALL = { step: 0, at: 0 };

const figuresColumn = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()));

const value = sql.raw(`case when substr(key, 1, 1) = '${GAUGE_MARK}' then max(value) else sum(value) end`);
/** Both objects in one. Figures that are new come last, so that the limit drops them. */
const added = sql`(
  select json_group_object(key, n) from (
    select key, ${value} as n from (
      select key, value, 0 as is_new from json_each(${metricBuckets}.figures)
      union all select key, value, 1 from json_each(excluded.figures)
    ) group by key order by min(is_new) limit ${sql.raw(String(MAX_METRIC_KEYS))}
  )
)`;

/**
 * Adds figures to the buckets of their time, and to all since the beginning. One statement.
 *
 * @param now - ms since 1970
 */
export function addFigures(db: Database, figures: Figures, now: number) {
  const seconds = Math.floor(now / 1_000);
  const json = JSON.stringify(figures);
  // The present value of a gauge says nothing about all the time.
  const lasting = JSON.stringify(
    Object.fromEntries(Object.entries(figures).filter(([key]) => !key.startsWith(GAUGE_MARK))),
  );
  return db
    .insert(metricBuckets)
    .values([
      { ...ALL, figures: lasting },
      ...Object.values(STEPS).map((step) => ({ step, at: seconds - (seconds % step), figures: json })),
    ])
    .onConflictDoUpdate({ target: [metricBuckets.step, metricBuckets.at], set: { figures: added } });
}

/** Selects everything that was counted since the beginning. */
export function selectTotals(db: Database) {
  return db
    .select({ figures: metricBuckets.figures })
    .from(metricBuckets)
    .where(and(eq(metricBuckets.step, ALL.step), eq(metricBuckets.at, ALL.at)));
}

/** Reads the rows of {@link selectTotals}. */
export function toTotals(rows: readonly { figures: string }[]): Figures {
  return rows[0] ? v.parse(figuresColumn, rows[0].figures) : {};
}

/** A range of buckets. */
export interface BucketRange {
  /** The length of the buckets that are read, in seconds. */
  step: number;
  /** How long the buckets are that they are added up to, in seconds. */
  into: number;
  /** The first bucket, in seconds since 1970. */
  from: number;
}

/** The figures of a time. */
export interface Bucket {
  /** Seconds since 1970. */
  at: number;
  figures: Figures;
}

/** Reads buckets, ascending. Those in which nothing was counted are missing. */
export async function readBuckets(db: Database, { step, into, from }: BucketRange): Promise<Bucket[]> {
  const { at, figures } = metricBuckets;
  const isInRange = and(eq(metricBuckets.step, step), gte(at, from));
  const slot = sql<number>`${at} - ${at} % ${sql.raw(String(into))}`;
  const rows =
    into === step
      ? await db.select({ at, figures }).from(metricBuckets).where(isInRange).orderBy(asc(at))
      : await db.all<{ at: number; figures: string }>(sql`
          select slot as at, json_group_object(key, n) as figures from (
            select ${slot} as slot, key, ${value} as n
            from ${metricBuckets}, json_each(${figures}) where ${isInRange} group by 1, 2
          ) group by slot order by slot`);
  return rows.map((row) => ({ at: row.at, figures: v.parse(figuresColumn, row.figures) }));
}

/**
 * Deletes the oldest buckets of a length.
 *
 * @param before - seconds since 1970
 */
export async function deleteBucketsBefore(
  db: Database,
  { step, before, limit }: { step: number; before: number; limit: number },
): Promise<void> {
  const old = db
    .select({ at: metricBuckets.at })
    .from(metricBuckets)
    .where(and(eq(metricBuckets.step, step), lt(metricBuckets.at, before)))
    .orderBy(asc(metricBuckets.at))
    .limit(limit);
  await db.delete(metricBuckets).where(and(eq(metricBuckets.step, step), sql`${metricBuckets.at} in ${old}`));
}
