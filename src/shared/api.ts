/** Bodies, queries and answers of the REST API. */
import * as v from 'valibot';
import type { LiveEvent } from './events.ts';
import {
  DEFAULT_PAGE_SIZE,
  MAX_FILE_PATH_LENGTH,
  MAX_IGNORED_AT_ONCE,
  MAX_NOTE_LENGTH,
  MAX_PAGE_SIZE,
  MIN_SUBSTRING_LENGTH,
} from './limits.ts';
import {
  DEFAULT_FAMILY,
  FAMILY_NAME,
  LEVELS,
  OUTCOMES,
  RECOMMENDATION_STATUSES,
  REVIEWS,
  VALIDATION_STATUSES,
  VALIDATION_TYPES,
  type Family,
  type IgnoredFinding,
  type Issue,
  type Level,
  type Recommendation,
  type RecommendationStatus,
  type Review,
  type Outcome,
  type Validation,
} from './things.ts';

/** Text that can be kept and measured: a lone surrogate is no character, and would shift every offset after it. */
const wellFormed = v.check(
  (text: string) => text.isWellFormed(),
  (issue) => `has a lone surrogate at offset ${loneSurrogateAt(issue.input)}, which is no Unicode character`,
);

function loneSurrogateAt(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(at + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return at;
    at += 1;
  }
  return -1;
}

export const filePathSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(MAX_FILE_PATH_LENGTH, `must be at most ${MAX_FILE_PATH_LENGTH} characters`),
  v.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
  wellFormed,
);
export const familySchema = v.pipe(
  v.string('must be a text'),
  v.regex(FAMILY_NAME, 'must be 1 to 40 lower-case letters, digits or hyphens, a letter first'),
);
const validationTypes = v.pipe(
  v.array(v.picklist(VALIDATION_TYPES, `must be one of ${VALIDATION_TYPES.join(', ')}`)),
  v.minLength(1, 'must name at least one'),
);

/** The fields beside the content, in JSON and multipart alike. */
export const validateOptionsSchema = v.strictObject({
  family: v.optional(familySchema, DEFAULT_FAMILY),
  validation_types: v.exactOptional(validationTypes),
});

/** POST /api/validate as JSON. */
export const validateRequestSchema = v.strictObject({
  content: v.pipe(v.string('must be a string: the Markdown text'), wellFormed),
  file_path: v.optional(filePathSchema, 'untitled.md'),
  ...validateOptionsSchema.entries,
});
export type ValidateRequest = v.InferInput<typeof validateRequestSchema>;

const noteSchema = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(MAX_NOTE_LENGTH, `must be at most ${MAX_NOTE_LENGTH} characters`),
  wellFormed,
);

const integer = (minimum: number, maximum: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(minimum, `must be at least ${minimum}`),
    v.maxValue(maximum, `must be at most ${maximum}`),
  );
const substring = v.pipe(
  v.string(),
  v.minLength(MIN_SUBSTRING_LENGTH, `must be at least ${MIN_SUBSTRING_LENGTH} characters`),
);
const oneOf = <const T extends readonly string[]>(values: T) =>
  v.picklist(values, `must be one of ${values.join(', ')}`);
const page = {
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
  cursor: v.exactOptional(v.pipe(v.string(), v.uuid('must be a next_cursor of this list'))),
};

export const VALIDATION_SORTS = ['-created_at', 'created_at', 'file_path', '-file_path'] as const;

/** GET /api/validations */
export const validationListQuerySchema = v.strictObject({
  ...page,
  status: v.exactOptional(oneOf(VALIDATION_STATUSES)),
  outcome: v.exactOptional(oneOf(OUTCOMES)),
  review: v.exactOptional(oneOf(REVIEWS)),
  family: v.exactOptional(familySchema),
  workflow_id: v.exactOptional(v.string()),
  file_path: v.exactOptional(substring),
  q: v.exactOptional(substring),
  sort: v.optional(oneOf(VALIDATION_SORTS), '-created_at'),
});
export type ValidationListQuery = v.InferOutput<typeof validationListQuerySchema>;

/** GET /api/recommendations */
export const recommendationListQuerySchema = v.strictObject({
  ...page,
  validation_id: v.exactOptional(v.string()),
  status: v.exactOptional(oneOf(RECOMMENDATION_STATUSES)),
  severity: v.exactOptional(oneOf(LEVELS)),
  rule_id: v.exactOptional(v.string()),
  family: v.exactOptional(familySchema),
});
export type RecommendationListQuery = v.InferOutput<typeof recommendationListQuerySchema>;

/** GET /api/events */
export const eventListQuerySchema = v.strictObject({
  after: v.optional(integer(0, Number.MAX_SAFE_INTEGER), '0'),
  topic: v.exactOptional(v.string()),
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
});

/** A page of a list. `position` is the id of the last event that its data includes. */
export interface Page<T> {
  results: T[];
  next_cursor: string | null;
  total: number;
  total_is_estimate?: true;
  position: number;
}

/** What POST /api/validate answers for one document. */
export interface ValidateResponse extends Validation {
  validation_id: string;
  issues: Issue[];
  recommendations: Recommendation[];
}
export interface ValidateManyResponse {
  results: ValidateResponse[];
}

/** GET /api/validations/:id */
export interface ValidationDetail {
  validation: Validation;
  issues: Issue[];
  recommendations: Recommendation[];
  position: number;
}

/** POST /api/validations/:id/ignore and /restore */
export const ignoreRequestSchema = v.strictObject({
  fingerprints: v.pipe(
    v.array(v.string()),
    v.minLength(1, 'must name at least one'),
    v.maxLength(MAX_IGNORED_AT_ONCE, `must name at most ${MAX_IGNORED_AT_ONCE}`),
  ),
  note: v.exactOptional(noteSchema),
});
export type IgnoreRequest = v.InferInput<typeof ignoreRequestSchema>;

/** GET /api/ignored */
export const ignoredQuerySchema = v.strictObject({ file_path: v.string('is required') });
export interface IgnoredList {
  results: IgnoredFinding[];
}

/** A rule pack that documents can be validated by. */
export interface FamilySummary {
  name: Family;
  title: string;
  description: string;
  /** `bundled` comes with Galley; `stored` was put here. */
  origin: 'bundled' | 'stored';
  /** Version of the ruleset, as validations name it; null when the pack can't be used. */
  version: string | null;
  updated_by?: string;
  updated_at?: string;
}
/** GET /api/families */
export interface FamilyList {
  results: FamilySummary[];
  position: number;
}
/** GET /api/families/:name */
export interface FamilyDetail extends FamilySummary {
  /** The pack as it was written: YAML. */
  source: string;
  /** Why the pack can't be used, if so. */
  problems: { path: string; message: string }[];
  /** What documents of the family are checked for. */
  rules: { id: string; type: string; level: Level | 'off'; purpose: string }[];
  position: number;
}
/** What a pack would change, tried on documents that are stored. */
export interface FamilyImpact {
  /** Newest versions of documents that were tried, and whether there are more. */
  documents: number;
  more_documents: boolean;
  added: number;
  removed: number;
  /** By rule, most first. */
  by_rule: { rule_id: string; added: number; removed: number }[];
  /** In words, e.g. "this change adds 412 findings, removes 3". */
  summary: string;
}
export interface FamilyTestResult {
  name: string;
  passed: boolean;
  missing: string[];
  unexpected: string[];
}
/** POST /api/families/:name/test; nothing is changed. */
export interface FamilyTrial {
  version: string;
  tests: FamilyTestResult[];
  impact: FamilyImpact;
  /** What in the pack has no effect. */
  remarks: string[];
}
/** PUT /api/families/:name */
export interface FamilyUpdate extends FamilyTrial {
  name: Family;
  /** False when it was there already, word for word. */
  changed: boolean;
}

/** GET /api/events: the log, oldest first. Ask again with `after` = `next_after` while `has_more`. */
export interface EventPage {
  results: LiveEvent[];
  next_after: number;
  has_more: boolean;
  position: number;
}

/** GET /api/stats */
export interface Stats {
  validations: {
    total: number;
    last_24h: number;
    by_outcome: Record<Outcome, number>;
    by_review: Record<Review, number>;
  };
  recommendations: { total: number; by_status: Record<RecommendationStatus, number> };
  workflows: { total: number; by_state: Record<string, number> };
  position: number;
}

/** GET /api/monitoring: figures of the live layer. */
export interface Monitoring {
  live: {
    /** Id of the last event that the hub delivered; like its other figures null when it does not answer. */
    position: number | null;
    /** Id of the last event of the log. */
    head: number;
    connections: number | null;
    /** Notifications that did not reach the hub; their events were delivered from the log. */
    notify_failures: number;
    /** Times that the hub could not read the log or send to a socket. */
    hub_failures: number | null;
  };
}

/** GET /health/ready */
export interface Readiness {
  status: 'ok' | 'unavailable';
  checks: Record<'database' | 'hub', 'ok' | 'unavailable'>;
}

/** Every error: RFC 9457. `instance` is the id of the request. */
export const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  instance: v.string(),
  errors: v.exactOptional(v.array(v.object({ path: v.string(), message: v.string() }))),
});
export type Problem = v.InferOutput<typeof problemSchema>;
