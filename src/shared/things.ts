/** The things that Galley stores, as the API shows them. */
import * as v from 'valibot';

/** The family of documents that name none. */
export const DEFAULT_FAMILY = 'default';
/** The path of texts that came without one. They are no documents: each stands alone. */
export const UNTITLED_PATH = 'untitled.md';
/** The syntax of family names, which are part of addresses and topics. */
export const FAMILY_NAME = /^[a-z][a-z0-9-]{0,39}$/;
/** The families that come with Galley. */
export const BUNDLED_FAMILIES = ['default', 'cells', 'words', 'slides', 'pdf'] as const;
/** What a validation checks; `style` stands for imported style packages, `markdown` for the rules of markdownlint. */
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
export const RECOMMENDATION_STATUSES = ['proposed', 'approved', 'rejected', 'applied', 'superseded'] as const;
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
/** The types of runs. */
export const RUN_TYPES = ['batch_validation'] as const;
export const RUN_STATES = ['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const;

/** The state of a document of a run. */
export const RUN_DOCUMENT_STATES = ['pending', 'done', 'failed'] as const;

/** The name of a family: bundled with Galley, or added. */
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
/** The number of issues of each level. */
export type Counts = v.InferOutput<typeof countsSchema>;

/**
 * One replacement in a text: `[start, end)` in UTF-16 code units. That range must contain `expected` when the edit is
 * applied.
 */
export const editSchema = v.object({
  start: v.number(),
  end: v.number(),
  expected: v.string(),
  text: v.string(),
});
export type Edit = v.InferOutput<typeof editSchema>;

/** An edit that was approved: its index, or its index with the text that a person wrote instead of the proposed one. */
export const approvedEditSchema = v.union([v.number(), v.object({ index: v.number(), text: v.string() })]);
export type ApprovedEdit = v.InferOutput<typeof approvedEditSchema>;

/** One finding. Lines and columns count from 1, columns in UTF-16 code units; `start` and `end` are offsets from 0. */
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
  /** The text of `[start, end)`, shortened to {@link MAX_SNIPPET_LENGTH}. */
  snippet: string;
  /** Advice in words. */
  suggestion?: string;
  fixable: (typeof FIXABLE)[number];
  /** Identifies the finding. It survives moves of the text. */
  fingerprint: string;
  docs_url?: string;
}

/** A finding that someone accepted. Later validations of the document leave it out. */
export interface IgnoredFinding {
  family: Family;
  file_path: string;
  fingerprint: string;
  rule_id: string;
  message: string;
  note?: string;
  ignored_by: string;
  created_at: string;
  /** When it is reported again. Absent: when somebody restores it. */
  until?: string;
}

/** A change proposed by the engine: all edits of one rule in one document. */
export interface Proposal {
  title: string;
  instruction: string;
  rationale: string;
  rule_id: string;
  severity: Level;
  /** The affected lines, e.g. `lines:4-9`. */
  scope: string;
  /** 0..1 */
  confidence: number;
  /** Ascending and disjoint. Empty when a person has to decide. */
  edits: Edit[];
  /** Unified diff of `edits`; empty without edits, and when it would be too long to read. */
  diff: string;
}

/** A proposal with its decision. */
export interface Recommendation extends Proposal {
  id: string;
  validation_id: string;
  recommendation_type: (typeof RECOMMENDATION_TYPES)[number];
  status: RecommendationStatus;
  /** The recommendation of an earlier version whose decision this one has. */
  carried_from?: string;
  /** The approved edits, ascending; absent when all of them are approved as they were proposed. */
  approved_edits?: ApprovedEdit[];
  reviewer?: string;
  notes?: string;
  created_at: string;
  updated_at: string;
}

/** A recommendation in a list across documents. */
export interface RecommendationListItem extends Recommendation {
  file_path: string;
  family: Family;
}

/** The result of checking one version of a document. */
export interface Validation {
  id: string;
  file_path: string;
  family: Family;
  content_sha256: string;
  status: (typeof VALIDATION_STATUSES)[number];
  /** null when `status` is `failed`. */
  outcome: Outcome | null;
  review: Review;
  counts: Counts;
  validation_types: ValidationType[];
  /** The version of the ruleset that was applied. */
  ruleset: string;
  workflow_id?: string;
  /** The validation that this one repeats. */
  parent_validation_id?: string;
  /** The validation of the same text whose result was reused. */
  reused_from?: string;
  /** The line of versions that it belongs to, e.g. `pull/12`; absent for the main line of the family. */
  ref?: string;
  /** The commit that the text came from. */
  commit?: string;
  /** The next validation of the same document. */
  superseded_by?: string;
  /** SHA-256 of the text with all applied recommendations; absent while none is applied. */
  enhanced_sha256?: string;
  /** What it adds and resolves against the main line; absent when there was nothing to compare with. */
  compared?: Compared;
  notes?: string;
  created_at: string;
  updated_at: string;
  duration_ms: number;
}

/** One limit of a gate that is exceeded. */
export interface GateReason {
  /** The limit is on what is new, on all findings, or on those of a rule. */
  scope: 'new' | 'all' | 'rule';
  /** For `new` and `all`. */
  level?: Level;
  /** For `rule`, as the pack names it; may end with `*`. */
  rule_id?: string;
  /** Most findings that are allowed. */
  limit: number;
  found: number;
  /** The reason in words. */
  message: string;
}

/** What documents, a run or a validation add and resolve against the main line. */
export interface Compared {
  /** Findings that the main line does not have, by level. */
  new: Counts;
  /** Findings of the main line that are no longer there, by level. */
  resolved: Counts;
}

/** Whether a document, a run or a family passes its gate, and why not. */
export interface GateResult {
  passed: boolean;
  reasons: GateReason[];
}

/** What is true now of a path of a family and ref. */
export interface Document {
  family: Family;
  /** null for the main line of the family. */
  ref: string | null;
  file_path: string;
  /** The newest validation. The columns below are its own. */
  validation_id: string;
  content_sha256: string;
  /** null when it failed. */
  outcome: Outcome | null;
  counts: Counts;
  /** The number of proposed recommendations. */
  open: number;
  review: Review;
  /** People and teams, by CODEOWNERS or by the rule pack. */
  owners: string[];
  /** What it adds and resolves against the main line; absent when there was nothing to compare with. */
  compared?: Compared;
  /** Whether it passes the quality gate of its family; absent without a gate, and when it failed or was removed. */
  gate?: GateResult;
  first_seen_at: string;
  validated_at: string;
  /** Since when it is no longer there. */
  removed_at?: string;
}

/** One hunk of a diff. Lines count from 1; an empty range names the line before it. */
export interface DiffHunk {
  old_start: number;
  old_lines: number;
  new_start: number;
  new_lines: number;
  lines: {
    kind: 'same' | 'removed' | 'added';
    /** Without its `\n`; a `\r` before that is kept. */
    text: string;
    /** Only for a last line that does not end with `\n`. */
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
  /** The line of versions that its documents belong to; absent for the main line of the family. */
  ref?: string;
  commit?: string;
  /** Whether it brings every document of its family and ref: the others are removed when it completes. */
  complete?: true;
  /** What its documents are checked for; everything when absent. */
  validation_types?: ValidationType[];
  /**
   * The number of documents. Of these, `done` are finished; of those, `failed` have no result and `reused` have one
   * from before.
   */
  total: number;
  done: number;
  failed: number;
  reused: number;
  /** The number of issues of all its documents. */
  counts: Counts;
  /** What its documents add and resolve against the main line; absent when there was nothing to compare with. */
  compared?: Compared;
  /** Whether it passed the quality gate of its family when it completed; absent without a gate. */
  gate?: GateResult;
  /** Why it failed. */
  error?: string;
  created_by: string;
  created_at: string;
  updated_at: string;
  started_at?: string;
  /** When it was completed, failed or cancelled. */
  finished_at?: string;
}

/** A document of a run. */
export interface RunDocument {
  file_path: string;
  /** null for a document whose text could not be stored. */
  content_sha256: string | null;
  state: RunDocumentState;
  /** Why it failed, to be read after the path: "is not UTF-8". */
  error?: string;
  validation_id?: string;
}
