/** Queries and answers about quality over time. */
import * as v from 'valibot';
import { MAX_QUALITY_DAYS } from '../limits.ts';
import type { Compared, Counts, Family } from '../things.ts';
import { familySchema, filePathSchema, integer, type Page } from './fields.ts';
import { strictObject } from '../objects.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const daySchema = v.pipe(v.string(), v.isoDate('must be a date such as 2026-11-23'));

/** The first folder of paths, or the first two. */
const folderSchema = v.pipe(
  filePathSchema,
  v.transform((folder) => folder.replace(/\/+$/, '')),
  v.regex(/^[^/]+(?:\/[^/]+)?$/, 'must be a first folder, or the first two such as guides/start'),
);

/** GET /api/quality. `to` is today and `from` 30 days before, unless given. */
export const qualityQuerySchema = v.pipe(
  strictObject({
    family: v.exactOptional(familySchema),
    folder: v.exactOptional(folderSchema),
    /** Only documents of this owner. */
    owner: v.exactOptional(v.string()),
    from: v.exactOptional(daySchema),
    to: v.exactOptional(daySchema),
    limit: v.optional(integer(1, MAX_QUALITY_DAYS), String(MAX_QUALITY_DAYS)),
    cursor: v.exactOptional(v.string()),
  }),
  v.forward(
    v.check(({ from, to }) => {
      if (from === undefined || to === undefined) return true;
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
      return days >= 0 && days < MAX_QUALITY_DAYS;
    }, `must not be after to, nor ${MAX_QUALITY_DAYS} days or more before it`),
    ['from'],
  ),
  v.forward(
    v.check(
      ({ folder, owner }) => folder === undefined || owner === undefined,
      'must not be given with folder',
    ),
    ['owner'],
  ),
);
export type QualityQuery = v.InferOutput<typeof qualityQuerySchema>;

/** Findings of a rule, or in a folder and below. */
export interface QualityPart {
  findings: number;
  documents: number;
}

/** A family, a folder of it, or what somebody owns of it, on a day on which something changed. What is counted is its main line at the end of that day. */
export interface QualityDay {
  family: Family;
  /** UTC. */
  day: string;
  /** Documents by outcome; `failed` are those that could not be validated. */
  documents: { total: number; pass: number; warning: number; fail: number; failed: number };
  counts: Counts;
  /** What the versions of that day added and resolved against the versions before them. The first run of a family adds nothing. */
  compared: Compared;
  /** The rules with most findings, and how many more have any. */
  rules: (QualityPart & { rule_id: string })[];
  more_rules: number;
  /** Folders, and folders in these, with most findings, and how many more have any. None in a folder, nor for an owner. */
  folders: (QualityPart & { folder: string })[];
  more_folders: number;
  /** Recommendations that wait. */
  open: number;
  /** Decisions of that day that still hold or were replaced by a newer version, and recommendations applied on it. */
  decided: number;
  applied: number;
  /** The median time from the first proposal to the decision, in days; null without a decision. */
  median_days_to_decision: number | null;
}
export type QualityPage = Page<QualityDay>;
