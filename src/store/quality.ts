/** Reads quality over time. Triggers write it: see schema/quality.ts. */
import { and, asc, between, eq, gt, or, sql } from 'drizzle-orm';
import * as v from 'valibot';
import type { Principal } from '../access/principal.ts';
import type { QualityDay, QualityPage } from '../shared/api/quality.ts';
import { MAX_COUNTED_PARTS, MAX_QUALITY_FOLDERS, MAX_QUALITY_RULES } from '../shared/limits.ts';
import type { Family } from '../shared/things.ts';
import type { Database } from './database.ts';
import { selectHead, toPosition } from './events.ts';
import { selectBoundedCount, toPageOf } from './paging.ts';
import { scopeOfOwner } from './quality-parts.ts';
import { qualityDays, validationTotals } from './schema.ts';
import { inVisibleFamily } from './visibility.ts';

/** Name, findings, documents. */
const partSchema = v.tuple([v.string(), v.number(), v.number()]);
type Part = v.InferOutput<typeof partSchema>;
const partsColumn = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ list: v.array(partSchema), more: v.number() }),
);
/** Most findings first; those with as many by name. */
const inOrder = ([a, m]: Part, [b, n]: Part) => n - m || (a < b ? -1 : 1);
const waitsColumn = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()));
const cursorSchema = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*\/\d{4}-\d{2}-\d{2}$/));

/** Days of quality to read. */
export interface QualityRange {
  family?: Family;
  /** The first folder of paths, or the first two; empty for whole families. */
  folder?: string;
  /** Instead of a folder. */
  owner?: string;
  /** Days, both included. */
  from: string;
  to: string;
  limit: number;
  cursor?: string;
}

/** The parts of the newest day, as triggers write them down for the days before. */
const partsNow = (kind: 'rule' | 'folder', limit: number) => {
  // The kind is part of the text, because the index on folders is partial.
  const has = sql`family = ${qualityDays.family} and folder = ${qualityDays.folder} and kind = ${sql.raw(`'${kind}'`)} and findings > 0`;
  return sql<string>`(
    select json_object('list', json_group_array(json_array(name, findings, documents)), 'more',
      (select count(*) from (select 1 from quality_parts where ${has} limit ${MAX_COUNTED_PARTS})) - count(*))
    from (select name, findings, documents from quality_parts where ${has} order by findings desc limit ${limit})
  )`;
};

/**
 * Lists the days of the families that the principal may see, by family and day. The first day of a family is the last one
 * on which something changed up to the beginning of the range.
 *
 * @returns undefined for a cursor of another list
 */
export async function listQuality(
  db: Database,
  principal: Principal,
  {
    family,
    owner,
    folder = owner === undefined ? '' : scopeOfOwner(owner),
    from,
    to,
    limit,
    cursor,
  }: QualityRange,
): Promise<QualityPage | undefined> {
  if (cursor !== undefined && !v.is(cursorSchema, cursor)) return undefined;
  const [afterFamily = '', afterDay = ''] = cursor?.split('/') ?? [];
  // In each family, what holds when the range begins: one look into the key.
  const first = sql`coalesce((select max(day) from quality_days before
    where before.family = ${qualityDays.family} and before.folder = ${folder} and before.day <= ${from}), ${from})`;
  const isInRange = and(
    // The families are named, because their days are found by key, and those of folders and owners are not read.
    family === undefined
      ? sql`${qualityDays.family} in (select family from ${validationTotals})`
      : eq(qualityDays.family, family),
    eq(qualityDays.folder, folder),
    inVisibleFamily(principal, qualityDays.family),
    between(qualityDays.day, first, sql`${to}`),
  );
  const isBehind = or(
    gt(qualityDays.family, afterFamily),
    and(eq(qualityDays.family, afterFamily), gt(qualityDays.day, afterDay)),
  );
  const [rows, counted, head] = await db.batch([
    db
      .select({
        day: qualityDays,
        rules: sql<string>`coalesce(${qualityDays.rules}, ${partsNow('rule', MAX_QUALITY_RULES)})`,
        folders: sql<string>`coalesce(${qualityDays.folders}, ${partsNow('folder', MAX_QUALITY_FOLDERS)})`,
      })
      .from(qualityDays)
      .where(and(isInRange, cursor === undefined ? undefined : isBehind))
      .orderBy(asc(qualityDays.family), asc(qualityDays.day))
      .limit(limit + 1),
    selectBoundedCount(db, sql`select 1 from ${qualityDays} where ${isInRange}`),
    selectHead(db),
  ]);
  return toPageOf(rows, {
    limit,
    counted: counted[0]?.n ?? 0,
    isExact: false,
    position: toPosition(head),
    show: toQualityDay,
    cursorOf: ({ day }) => `${day.family}/${day.day}`,
  });
}

function toQualityDay(row: {
  day: typeof qualityDays.$inferSelect;
  rules: string;
  folders: string;
}): QualityDay {
  const { day } = row;
  const rules = v.parse(partsColumn, row.rules);
  const folders = v.parse(partsColumn, row.folders);
  const documents = {
    pass: day.documents_pass,
    warning: day.documents_warning,
    fail: day.documents_fail,
    failed: day.documents_failed,
  };
  return {
    family: day.family,
    day: day.day,
    documents: {
      total: documents.pass + documents.warning + documents.fail + documents.failed,
      ...documents,
    },
    counts: { error: day.findings_error, warning: day.findings_warning, info: day.findings_info },
    compared: {
      new: { error: day.new_error, warning: day.new_warning, info: day.new_info },
      resolved: { error: day.resolved_error, warning: day.resolved_warning, info: day.resolved_info },
    },
    rules: rules.list
      .toSorted(inOrder)
      .map(([rule_id, findings, has]) => ({ rule_id, findings, documents: has })),
    more_rules: rules.more,
    folders: folders.list
      .toSorted(inOrder)
      .map(([folder, findings, has]) => ({ folder, findings, documents: has })),
    more_folders: folders.more,
    open: day.open,
    decided: day.decided,
    applied: day.applied,
    median_days_to_decision: medianOf(v.parse(waitsColumn, day.waits)),
  };
}

/** The lower median of waits, which are counted by their length. */
function medianOf(waits: Record<string, number>): number | null {
  const counted = Object.entries(waits).map(([days, n]) => ({ days: Number(days), n }));
  const total = counted.reduce((sum, { n }) => sum + n, 0);
  let seen = 0;
  for (const { days, n } of counted.toSorted((a, b) => a.days - b.days)) {
    seen += n;
    if (n > 0 && seen * 2 >= total) return days;
  }
  return null;
}
