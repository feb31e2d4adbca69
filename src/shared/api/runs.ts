/** Bodies, queries and answers about batch runs; on the wire they are called workflows. */
import * as v from 'valibot';
import { MAX_DOCUMENTS_PER_CHUNK, MAX_PROBLEM_LENGTH, MAX_RUN_NAME_LENGTH } from '../limits.ts';
import {
  type Counts,
  type Family,
  type Issue,
  type Level,
  type Outcome,
  type Run,
  RUN_DOCUMENT_STATES,
  RUN_STATES,
  RUN_TYPES,
  type RunDocument,
} from '../things.ts';
import {
  contentSchema,
  familySchema,
  filePathSchema,
  integer,
  oneOf,
  page,
  type Page,
  wellFormed,
} from './fields.ts';
import { validateOptionsSchema } from './validations.ts';

/** A document of a run, or why it could not be read where it is: then it counts as failed, by its name. */
export const runDocumentSchema = v.pipe(
  v.strictObject({
    file_path: filePathSchema,
    /** Looked at later: one that is wrong harms no other. */
    content: v.exactOptional(v.unknown()),
    problem: v.exactOptional(
      v.pipe(
        v.string('must be a text'),
        v.minLength(1, 'must not be empty'),
        v.maxLength(MAX_PROBLEM_LENGTH, `must be at most ${MAX_PROBLEM_LENGTH} characters`),
        v.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
        wellFormed,
      ),
    ),
  }),
  v.check(
    (document) => 'content' in document !== 'problem' in document,
    'must have either a content or a problem',
  ),
  v.transform(({ file_path, content, problem }) =>
    problem === undefined ? { file_path, content } : { file_path, problem },
  ),
);
/** A document of a run as it is sent. */
export type RunDocumentInput =
  { file_path: string; content: string } | { file_path: string; problem: string };
const someDocuments = <const S extends v.GenericSchema>(one: S) =>
  v.pipe(
    v.array(one),
    v.minLength(1, 'must have at least one'),
    v.maxLength(MAX_DOCUMENTS_PER_CHUNK, `must have at most ${MAX_DOCUMENTS_PER_CHUNK}`),
  );
const runDocuments = someDocuments(runDocumentSchema);
/** The lines of NDJSON, not looked at yet. */
export const documentLinesSchema = someDocuments(v.unknown());
/** The content of a document, or what is wrong with it, after its path. */
export function checkContent(sent: unknown): { content: string } | { problem: string } {
  const parsed = v.safeParse(contentSchema, sent);
  return parsed.success ? { content: parsed.output } : { problem: parsed.issues[0].message };
}

/** POST /api/workflows; with documents it starts at once. */
export const runRequestSchema = v.strictObject({
  type: oneOf(RUN_TYPES),
  name: v.exactOptional(
    v.pipe(
      v.string('must be a text'),
      v.trim(),
      v.minLength(1, 'must not be empty'),
      v.maxLength(MAX_RUN_NAME_LENGTH, `must be at most ${MAX_RUN_NAME_LENGTH} characters`),
      v.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
      wellFormed,
    ),
  ),
  ...validateOptionsSchema.entries,
  documents: v.exactOptional(runDocuments),
});
export interface RunRequest {
  type: Run['type'];
  name?: string;
  family?: Family;
  validation_types?: Run['validation_types'];
  documents?: RunDocumentInput[];
}
/** POST /api/workflows/:id/documents as JSON; as NDJSON it is one of the documents a line. */
export const workflowDocumentsSchema = v.strictObject({ documents: runDocuments });
/** What became of the documents of a request. Sent again, they are `unchanged`. */
export interface RunDocumentsAdded {
  workflow: Run;
  added: number;
  /** There with the same content already. */
  unchanged: number;
  /** There with another content, which this one has replaced. */
  replaced: number;
  /** Kept by their names, as failed: `message` goes after the path. */
  refused: { file_path: string; message: string }[];
  position: number;
}
/** GET /api/workflows */
export const workflowListQuerySchema = v.strictObject({
  ...page,
  state: v.exactOptional(oneOf(RUN_STATES)),
  family: v.exactOptional(familySchema),
  /** The whole name. */
  name: v.exactOptional(v.string()),
});
export type RunListQuery = v.InferOutput<typeof workflowListQuerySchema>;
/** POST /api/workflows, GET /api/workflows/:id, and what every action on it answers. */
export interface RunDetail extends Run {
  position: number;
}
/** GET /api/workflows/:id/documents: in the order in which they came. `cursor` is that of this list. */
export const runDocumentListQuerySchema = v.strictObject({
  limit: page.limit,
  cursor: v.exactOptional(integer(0, Number.MAX_SAFE_INTEGER)),
  state: v.exactOptional(oneOf(RUN_DOCUMENT_STATES)),
});
export type RunDocumentListQuery = v.InferOutput<typeof runDocumentListQuerySchema>;
export type RunDocumentPage = Page<RunDocument>;

/** What is worth knowing of a run as a whole. */
export interface RunSummary {
  workflow: Run;
  /** Those with most findings first: by errors, then warnings, then notes. */
  worst_files: { file_path: string; validation_id: string; outcome: Outcome; counts: Counts }[];
  /** By how often they spoke, most first. */
  rules: { rule_id: string; level: Level; count: number; files: number }[];
  /** Documents without a result, by name. */
  failures: { file_path: string; message: string }[];
  /** Compared with the last completed run of the same name and family before it; null when there was none. */
  changes: RunChanges | null;
}
export interface RunChanges {
  since: { id: string; finished_at: string };
  /** How many findings there were not before, how many are gone, and how many are as before. */
  new: number;
  resolved: number;
  persisting: number;
  /** The first of them. */
  new_issues: RunIssue[];
  resolved_issues: RunIssue[];
  /** Paths that only one of the two runs has. */
  added_files: number;
  removed_files: number;
}
export type RunIssue = Pick<Issue, 'rule_id' | 'level' | 'message' | 'line' | 'column' | 'fingerprint'> & {
  file_path: string;
};
/** GET /api/workflows/:id/summary */
export interface RunSummaryAnswer extends RunSummary {
  position: number;
}
