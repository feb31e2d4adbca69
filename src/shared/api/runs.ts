/** Bodies, queries and answers about batch runs; on the wire they are called workflows. */
import * as v from 'valibot';
import { MAX_DOCUMENTS_PER_CHUNK, MAX_PROBLEM_LENGTH, MAX_RUN_NAME_LENGTH } from '../limits.ts';
import {
  type Compared,
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
  line,
  lineOrNothing,
  oneOf,
  page,
  type Page,
} from './fields.ts';
import { validateOptionsSchema } from './validations.ts';
import { strictObject } from '../objects.ts';

/** A document of a run, or why the sender could not read it. The latter counts as failed, by its path. */
export const runDocumentSchema = v.pipe(
  strictObject({
    file_path: filePathSchema,
    /** Checked later, one document at a time, so that an invalid one does not affect others. */
    content: v.exactOptional(v.unknown()),
    problem: v.exactOptional(v.pipe(lineOrNothing(MAX_PROBLEM_LENGTH), v.minLength(1, 'must not be empty'))),
  }),
  v.check(
    (document) => 'content' in document !== 'problem' in document,
    'must have either a content or a problem',
  ),
  v.transform(({ file_path, content, problem }) =>
    problem === undefined ? { file_path, content } : { file_path, problem },
  ),
);
/** A document of a run, as clients send it. */
export type RunDocumentInput =
  { file_path: string; content: string } | { file_path: string; problem: string };
const someDocuments = <const S extends v.GenericSchema>(one: S) =>
  v.pipe(
    v.array(one),
    v.minLength(1, 'must have at least one'),
    v.maxLength(MAX_DOCUMENTS_PER_CHUNK, `must have at most ${MAX_DOCUMENTS_PER_CHUNK}`),
  );
const runDocuments = someDocuments(runDocumentSchema);
/** The lines of NDJSON, not validated yet. */
export const documentLinesSchema = someDocuments(v.unknown());
/** Returns the content of a document, or what is wrong with it, to be read after its path. */
export function checkContent(sent: unknown): { content: string } | { problem: string } {
  const parsed = v.safeParse(contentSchema, sent);
  return parsed.success ? { content: parsed.output } : { problem: parsed.issues[0].message };
}

/** POST /api/workflows. A run with documents starts at once. */
export const runRequestSchema = strictObject({
  type: oneOf(RUN_TYPES),
  name: v.exactOptional(line(MAX_RUN_NAME_LENGTH)),
  ...validateOptionsSchema.entries,
  /** Whether it brings every document of its family and ref. */
  complete: v.exactOptional(v.boolean('must be true or false')),
  documents: v.exactOptional(runDocuments),
});
export interface RunRequest {
  type: Run['type'];
  name?: string;
  family?: Family;
  validation_types?: Run['validation_types'];
  ref?: string | null;
  commit?: string | null;
  complete?: boolean;
  documents?: RunDocumentInput[];
}
/** POST /api/workflows/:id/documents as JSON. In NDJSON, each line is one of the documents. */
export const workflowDocumentsSchema = strictObject({ documents: runDocuments });
/** The result of adding documents. Documents that are sent again are `unchanged`. */
export interface RunDocumentsAdded {
  workflow: Run;
  added: number;
  /** Already present with the same content. */
  unchanged: number;
  /** Already present with other content, which was replaced. */
  replaced: number;
  /** Stored as failed. `message` is to be read after the path. */
  refused: { file_path: string; message: string }[];
  position: number;
}
/** GET /api/workflows */
export const workflowListQuerySchema = strictObject({
  ...page,
  state: v.exactOptional(oneOf(RUN_STATES)),
  family: v.exactOptional(familySchema),
  /** The exact name. */
  name: v.exactOptional(v.string()),
});
export type RunListQuery = v.InferOutput<typeof workflowListQuerySchema>;
/** POST /api/workflows, GET /api/workflows/:id, and the answer to every action on a run. */
export interface RunDetail extends Run {
  position: number;
}
/** GET /api/workflows/:id/documents, in the order of their paths. `cursor` belongs to this list. */
export const runDocumentListQuerySchema = strictObject({
  limit: page.limit,
  cursor: v.exactOptional(integer(0, Number.MAX_SAFE_INTEGER)),
  state: v.exactOptional(oneOf(RUN_DOCUMENT_STATES)),
});
export type RunDocumentListQuery = v.InferOutput<typeof runDocumentListQuerySchema>;
export type RunDocumentPage = Page<RunDocument>;

/** The summary of a run. */
export interface RunSummary {
  workflow: Run;
  /** The documents with most findings: by errors, then warnings, then notes. */
  worst_files: { file_path: string; validation_id: string; outcome: Outcome; counts: Counts }[];
  /** The rules with most findings, most first. */
  rules: { rule_id: string; level: Level; count: number; files: number }[];
  /** Documents without a result, by path. */
  failures: { file_path: string; message: string }[];
  /**
   * The comparison with the run that was asked for, otherwise with the last completed one of the same name and family; null
   * when there was none.
   */
  changes: RunChanges | null;
}
export interface RunChanges {
  since: { id: string; finished_at: string };
  /** The numbers of findings that are new, resolved, and unchanged. */
  new: number;
  resolved: number;
  persisting: number;
  /** The first new and resolved findings. */
  new_issues: RunIssue[];
  resolved_issues: RunIssue[];
  /** The numbers of paths that only one of the two runs has. */
  added_files: number;
  removed_files: number;
}
export type RunIssue = Pick<Issue, 'rule_id' | 'level' | 'message' | 'line' | 'column' | 'fingerprint'> & {
  file_path: string;
  /** The validation of the document in the run that has the finding. */
  validation_id: string;
};
/** GET /api/workflows/:id/comparison. `cursor` belongs to this list. */
export const runComparisonQuerySchema = strictObject({
  limit: page.limit,
  cursor: v.exactOptional(integer(0, Number.MAX_SAFE_INTEGER)),
});
export type RunComparisonQuery = v.InferOutput<typeof runComparisonQuerySchema>;
/** A document of a run that adds or resolves findings. */
export interface ComparedDocument extends Compared {
  file_path: string;
  validation_id: string;
  /** The validation on the main line that it was compared with; null if the main line does not have the document. */
  since: string | null;
}
/** What a run adds and resolves against the main line: in sum, and per document that does. */
export interface RunComparison extends Page<ComparedDocument> {
  /** null when there was no main line to compare with. */
  compared: Compared | null;
}
/** GET /api/workflows/:id/summary */
export const runSummaryQuerySchema = strictObject({
  /** The id of another completed run of the family, to compare with. */
  since: v.exactOptional(v.string()),
});
export type RunSummaryQuery = v.InferOutput<typeof runSummaryQuerySchema>;
export interface RunSummaryAnswer extends RunSummary {
  position: number;
}
