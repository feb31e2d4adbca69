/** Bodies, queries and answers about validations. */
import * as v from 'valibot';
import {
  type Compared,
  type Counts,
  DEFAULT_FAMILY,
  type DiffHunk,
  type GateResult,
  type Issue,
  type NotAppliedReason,
  type Outcome,
  OUTCOMES,
  type Recommendation,
  REVIEWS,
  type Validation,
  UNTITLED_PATH,
  VALIDATION_STATUSES,
} from '../things.ts';
import { REVIEW_ACTIONS } from '../transitions.ts';
import { bulkIds } from './decisions.ts';
import { commitField, refField } from './documents.ts';
import {
  contentSchema,
  familySchema,
  filePathSchema,
  noteSchema,
  oneOf,
  page,
  type Page,
  substring,
  validationTypes,
} from './fields.ts';
import { strictObject } from '../objects.ts';

/** The options beside the content, in JSON and multipart. */
export const validateOptionsSchema = strictObject({
  family: v.optional(familySchema, DEFAULT_FAMILY),
  validation_types: v.exactOptional(validationTypes),
  ref: refField,
  commit: commitField,
});

/** POST /api/validate as JSON. */
export const validateRequestSchema = strictObject({
  content: contentSchema,
  file_path: v.optional(filePathSchema, UNTITLED_PATH),
  ...validateOptionsSchema.entries,
});
export type ValidateRequest = v.InferInput<typeof validateRequestSchema>;

export const VALIDATION_SORTS = ['-created_at', 'created_at', 'file_path', '-file_path'] as const;

/** GET /api/validations */
export const validationListQuerySchema = strictObject({
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

/** The answer of POST /api/validate for one document. */
export interface ValidateResponse extends Validation {
  validation_id: string;
  issues: Issue[];
  recommendations: Recommendation[];
}
/** The result for one of several files. `GET /api/validations/:id` has the texts that it leaves out. */
export interface ValidationSummary extends Validation {
  validation_id: string;
  issues: Pick<Issue, 'rule_id' | 'level' | 'message' | 'line' | 'column' | 'fingerprint'>[];
  /** Issues beyond `MAX_LISTED_ISSUES` of the whole answer. */
  issues_left_out?: number;
  recommendations: Pick<Recommendation, 'id' | 'rule_id' | 'severity' | 'title' | 'status'>[];
}
/** What POST /api/validate answers for several files. */
export interface ValidateManyResponse {
  /** In the order of the files. */
  results: ValidationSummary[];
  /** How many of the last files were not validated, because the request would have been too much work: send them again. */
  remaining?: number;
}

/** GET /api/validations/:id */
export interface ValidationDetail {
  validation: Validation;
  /** Whether it passes the quality gate that its family has now; absent without a gate, and when it failed. */
  gate?: GateResult;
  issues: Issue[];
  recommendations: Recommendation[];
  position: number;
}
/** POST /api/validations/bulk */
export const validationBulkSchema = strictObject({
  action: oneOf(REVIEW_ACTIONS),
  ids: bulkIds,
  note: v.exactOptional(noteSchema),
});
export type ValidationBulkRequest = v.InferInput<typeof validationBulkSchema>;

/** POST /api/validations/:id/enhance */
export const enhanceRequestSchema = strictObject({
  /** Apply only these; all approved ones when absent. */
  recommendation_ids: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, 'must name at least one'))),
  /** Computes the result without storing it. */
  preview: v.optional(v.boolean(), false),
  /** The present text of the document, if it has changed since. Approved edits are relocated in it. */
  content: v.exactOptional(contentSchema),
  note: v.exactOptional(noteSchema),
});
export type EnhanceRequest = v.InferInput<typeof enhanceRequestSchema>;
export interface NotAppliedRecommendation {
  recommendation_id: string;
  reason: NotAppliedReason;
  detail: string;
}
export interface EnhanceResponse {
  validation: Validation;
  preview: boolean;
  /** Ids of the recommendations applied by this request. */
  applied: string[];
  not_applied: NotAppliedRecommendation[];
  /** What readers see changed, in words, e.g. `a heading`. Empty when only the layout of the source changes. */
  changes: string[];
  /** Unified diff of the original and the enhanced text, including everything applied earlier. */
  diff: string;
  /** The number of issues before and after. */
  counts: { before: Counts; after: Counts };
  /** The enhanced text, in a preview only. */
  content?: string;
  position: number;
}
/** GET /api/validations/:id/diff?format=json */
export interface DiffResponse {
  file_path: string;
  hunks: DiffHunk[];
}
export const diffQuerySchema = strictObject({ format: v.optional(oneOf(['text', 'json']), 'text') });

/**
 * POST /api/validations/:id/revalidate. Without `content`, the enhanced text is validated, or the original when there
 * is none.
 */
export const revalidateRequestSchema = strictObject({ content: v.exactOptional(contentSchema) });
export type RevalidateRequest = v.InferInput<typeof revalidateRequestSchema>;
/** The issues compared with those of the validation before, by fingerprint. */
export interface Comparison {
  resolved: Issue[];
  new: Issue[];
  persisting: Issue[];
}
/** GET /api/validations/:id/comparison: the issues compared with those of the document on the main line. */
export interface MainLineComparison extends Comparison {
  /** The validation that it was compared with; null if the main line did not have the document. */
  since: string | null;
  /** In figures; null when there was no main line to compare with. */
  compared: Compared | null;
}
export interface RevalidateResponse extends ValidateResponse {
  comparison: Comparison;
  /** Whether the result of the same text under the same rules was reused. */
  reused: boolean;
}

/** GET /api/validations/history */
export const historyQuerySchema = strictObject({
  ...page,
  file_path: filePathSchema,
  family: v.exactOptional(familySchema),
});
export type HistoryQuery = v.InferOutput<typeof historyQuerySchema>;
/** All validations of one file, newest first. */
export interface HistoryPage extends Page<Validation> {
  trend: {
    /** How the newest validation compares with the one before it: by errors, then warnings, then notes. */
    direction: 'better' | 'worse' | 'same' | 'unknown';
    /** Counts of the newest minus those of the one before it. */
    change: Counts;
    /** The validations of this page, oldest first. */
    points: { validation_id: string; created_at: string; outcome: Outcome | null; counts: Counts }[];
  };
}
