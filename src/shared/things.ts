/** The things that Galley keeps, as every reader of the API sees them. */
import * as v from 'valibot';

/** The family of a document that names none. */
export const DEFAULT_FAMILY = 'default';
/** What families may be called: the name stands in addresses and topics. */
export const FAMILY_NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** The families that come with Galley. */
export const BUNDLED_FAMILIES = ['default', 'cells', 'words', 'slides', 'pdf'] as const;
/** What a validation looks at; `style` is imported style packages, `markdown` the rules of markdownlint. */
export const VALIDATION_TYPES = [
  'front-matter',
  'headings',
  'links',
  'code',
  'images',
  'structure',
  'seo',
  'prose',
  'truth',
  'style',
  'markdown',
] as const;
export const LEVELS = ['error', 'warning', 'info'] as const;
export const VALIDATION_STATUSES = ['completed', 'failed'] as const;
export const OUTCOMES = ['pass', 'warning', 'fail'] as const;
export const REVIEWS = ['pending', 'approved', 'rejected', 'enhanced'] as const;
export const RECOMMENDATION_STATUSES = ['proposed', 'approved', 'rejected', 'applied'] as const;
export const RECOMMENDATION_TYPES = ['automated', 'manual', 'ai'] as const;
/** Why an approved recommendation was not applied. */
export const NOT_APPLIED_REASONS = [
  'not-approved',
  'no-edits',
  'overlaps',
  'text-changed',
  'ambiguous',
] as const;
export const FIXABLE = ['auto', 'suggest', 'none'] as const;
/** What workflows there are. */
export const RUN_TYPES = ['batch_validation'] as const;
export const RUN_STATES = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;

/** How far a document of a run is. */
export const RUN_DOCUMENT_STATES = ['pending', 'done', 'failed'] as const;

/** A family's name: one of those that come with Galley, or one that was added. */
export type Family = string;
export type ValidationType = (typeof VALIDATION_TYPES)[number];
export type Level = (typeof LEVELS)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Review = (typeof REVIEWS)[number];
export type NotAppliedReason = (typeof NOT_APPLIED_REASONS)[number];
export type RecommendationStatus = (typeof RECOMMENDATION_STATUSES)[number];
export type RunState = (typeof RUN_STATES)[number];
export type RunDocumentState = (typeof RUN_DOCUMENT_STATES)[number];

export const countsSchema = v.object({ error: v.number(), warning: v.number(), info: v.number() });
/** How many issues of each level. */
export type Counts = v.InferOutput<typeof countsSchema>;

/** One replacement in a text: `[start, end)` in UTF-16 code units, which must hold `expected` when it is applied. */
export const editSchema = v.object({
  start: v.number(),
  end: v.number(),
  expected: v.string(),
  text: v.string(),
});
export type Edit = v.InferOutput<typeof editSchema>;

/** One finding. Lines and columns count from 1, in UTF-16 code units; `start` and `end` are offsets from 0. */
export interface Issue {
  rule_id: string;
  level: Level;
  message: string;
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  start: number;
  end: number;
  /** The text that it is about: `[start, end)`, shortened to {@link MAX_SNIPPET_LENGTH}. */
  snippet: string;
  /** What to do, in words. */
  suggestion?: string;
  fixable: (typeof FIXABLE)[number];
  /** Stable when the text around it moves. */
  fingerprint: string;
  docs_url?: string;
}

/** A finding that someone decided is fine: later validations of the document leave it out. */
export interface IgnoredFinding {
  family: Family;
  file_path: string;
  fingerprint: string;
  rule_id: string;
  message: string;
  note?: string;
  ignored_by: string;
  created_at: string;
}

/** What the engine proposes: one rule in one document, as one reviewable change. */
export interface Proposal {
  title: string;
  instruction: string;
  rationale: string;
  rule_id: string;
  severity: Level;
  /** The lines it touches, e.g. `lines:4-9`. */
  scope: string;
  /** 0..1 */
  confidence: number;
  /** Ascending and disjoint. Empty where a person has to decide. */
  edits: Edit[];
  /** Unified diff of `edits`; empty without edits, and where it would be too long to read. */
  diff: string;
}

export interface Recommendation extends Proposal {
  id: string;
  validation_id: string;
  recommendation_type: (typeof RECOMMENDATION_TYPES)[number];
  status: RecommendationStatus;
  /** Indexes of the edits that were approved; all of them when it is left out. */
  approved_edits?: number[];
  reviewer?: string;
  notes?: string;
  created_at: string;
  updated_at: string;
}

/** A recommendation in a list that goes across documents. */
export interface RecommendationListItem extends Recommendation {
  file_path: string;
  family: Family;
}

export interface Validation {
  id: string;
  file_path: string;
  family: Family;
  content_sha256: string;
  status: (typeof VALIDATION_STATUSES)[number];
  /** null when `status` is failed */
  outcome: Outcome | null;
  review: Review;
  counts: Counts;
  validation_types: ValidationType[];
  /** Version of the rules that were applied. */
  ruleset: string;
  workflow_id?: string;
  /** The validation that this one repeats. */
  parent_validation_id?: string;
  /** The validation that had found the same in the same text, so that nothing was computed anew. */
  reused_from?: string;
  /** SHA-256 of the text with what was applied, once something is. */
  enhanced_sha256?: string;
  notes?: string;
  created_at: string;
  updated_at: string;
  duration_ms: number;
}

/** One place of a diff with the lines around it. Lines count from 1; an empty range names the line before it. */
export interface DiffHunk {
  old_start: number;
  old_lines: number;
  new_start: number;
  new_lines: number;
  lines: {
    kind: 'same' | 'removed' | 'added';
    /** Without its `\n`; a `\r` before it stays. */
    text: string;
    /** Only for a line at the end of the text that no `\n` ends. */
    no_newline?: true;
  }[];
}

/** A durable run over many documents of a family. */
export interface Run {
  id: string;
  type: (typeof RUN_TYPES)[number];
  name: string;
  family: Family;
  state: RunState;
  /** What its documents are validated for; everything when it is left out. */
  validation_types?: ValidationType[];
  /** Documents; of these `done` are finished, and of those `failed` have no result and `reused` had one before. */
  total: number;
  done: number;
  failed: number;
  reused: number;
  /** Issues of all its documents. */
  counts: Counts;
  /** Why it failed. */
  error?: string;
  created_by: string;
  created_at: string;
  updated_at: string;
  started_at?: string;
  /** When it was completed, failed or was cancelled. */
  finished_at?: string;
}

/** A document of a run. */
export interface RunDocument {
  file_path: string;
  /** null for one that could not be taken in. */
  content_sha256: string | null;
  state: RunDocumentState;
  /** Why it failed, after the path: "is not UTF-8". */
  error?: string;
  validation_id?: string;
}
