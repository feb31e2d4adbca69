/** Bodies, queries and answers of the REST API. */
import * as v from 'valibot';
import type { LiveEvent } from './events.ts';
import {
  DEFAULT_PAGE_SIZE,
  MAX_BULK_IDS,
  MAX_CREDENTIAL_LENGTH,
  MAX_DOCUMENTS_PER_CHUNK,
  MAX_FILE_PATH_LENGTH,
  MAX_IGNORED_AT_ONCE,
  MAX_NOTE_LENGTH,
  MAX_PAGE_SIZE,
  MAX_PROBLEM_LENGTH,
  MAX_TOKEN_DAYS,
  MAX_TOKEN_FAMILIES,
  MAX_TOKEN_NAME_LENGTH,
  MAX_TOPICS_PER_CONNECTION,
  MAX_RUN_NAME_LENGTH,
  MIN_SUBSTRING_LENGTH,
} from './limits.ts';
import { CONFLATE_PROGRESS } from './protocol.ts';
import { ROLES, type AccessMode, type Role } from './roles.ts';
import {
  DEFAULT_FAMILY,
  FAMILY_NAME,
  LEVELS,
  OUTCOMES,
  RECOMMENDATION_STATUSES,
  REVIEWS,
  RUN_DOCUMENT_STATES,
  VALIDATION_STATUSES,
  VALIDATION_TYPES,
  RUN_STATES,
  RUN_TYPES,
  type Counts,
  type DiffHunk,
  type Family,
  type IgnoredFinding,
  type Issue,
  type Level,
  type NotAppliedReason,
  type Recommendation,
  type RecommendationStatus,
  type Review,
  type Outcome,
  type RunDocument,
  type Validation,
  type Run,
} from './things.ts';
import { ALL_TOPIC } from './topics.ts';
import { RECOMMENDATION_ACTIONS, REVIEW_ACTIONS } from './transitions.ts';

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

const contentSchema = v.pipe(v.string('must be a string: the Markdown text'), wellFormed);

/** The fields beside the content, in JSON and multipart alike. */
export const validateOptionsSchema = v.strictObject({
  family: v.optional(familySchema, DEFAULT_FAMILY),
  validation_types: v.exactOptional(validationTypes),
});

/** POST /api/validate as JSON. */
export const validateRequestSchema = v.strictObject({
  content: contentSchema,
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
  v.check(
    (text) => Array.from(text).length >= MIN_SUBSTRING_LENGTH,
    `must be at least ${MIN_SUBSTRING_LENGTH} characters`,
  ),
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

const position = integer(0, Number.MAX_SAFE_INTEGER);
const conflate = v.exactOptional(v.literal(CONFLATE_PROGRESS, `can be "${CONFLATE_PROGRESS}"`));
/** GET /ws/:topic, beside `topics` and `ticket`. What else is there is not for us. */
export const liveQuerySchema = v.object({ after: v.exactOptional(position), conflate });
/** GET /api/events/stream */
export const eventStreamQuerySchema = v.strictObject({
  topic: v.optional(v.string(), ALL_TOPIC),
  /** More topics, separated by commas. */
  topics: v.exactOptional(v.string()),
  after: v.exactOptional(position),
  conflate,
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

/** POST /api/validations/:id/approve, /reject and /reopen */
export const decisionSchema = v.strictObject({ note: v.exactOptional(noteSchema) });
export type DecisionRequest = v.InferInput<typeof decisionSchema>;

const editIndexes = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger('must be a whole number'), v.minValue(0, 'must be at least 0'))),
  v.minLength(1, 'must name at least one'),
  v.check((indexes) => new Set(indexes).size === indexes.length, 'must name each at most once'),
);
/** POST /api/recommendations/:id/approve; `edits` are the indexes of those that are approved, all when left out. */
export const approvalSchema = v.strictObject({
  note: v.exactOptional(noteSchema),
  edits: v.exactOptional(editIndexes),
});
export type ApprovalRequest = v.InferInput<typeof approvalSchema>;

const bulkIds = v.pipe(
  v.array(v.string()),
  v.minLength(1, 'must name at least one'),
  v.maxLength(MAX_BULK_IDS, `must name at most ${MAX_BULK_IDS}`),
);
/** POST /api/validations/bulk */
export const validationBulkSchema = v.strictObject({
  action: oneOf(REVIEW_ACTIONS),
  ids: bulkIds,
  note: v.exactOptional(noteSchema),
});
export type ValidationBulkRequest = v.InferInput<typeof validationBulkSchema>;
/** POST /api/recommendations/bulk: those of `ids`, or those of a rule across documents. */
export const recommendationBulkSchema = v.pipe(
  v.strictObject({
    action: oneOf(RECOMMENDATION_ACTIONS),
    ids: v.exactOptional(bulkIds),
    rule_id: v.exactOptional(v.string()),
    family: v.exactOptional(familySchema),
    severity: v.exactOptional(oneOf(LEVELS)),
    note: v.exactOptional(noteSchema),
  }),
  v.check(
    ({ ids, rule_id }) => (ids === undefined) !== (rule_id === undefined),
    'must have either ids or a rule_id',
  ),
  v.check(
    ({ ids, family, severity }) => ids === undefined || (family === undefined && severity === undefined),
    'family and severity go with a rule_id',
  ),
);
export type RecommendationBulkRequest = v.InferInput<typeof recommendationBulkSchema>;

/** What became of one of many: it was changed, or why not. */
export type BulkResult =
  | { id: string; ok: true; status: number; state: string }
  | { id: string; ok: false; status: number; error: { type: string; detail: string; state?: string } };
export interface BulkResponse {
  /** In the order of the ids that were given. */
  results: BulkResult[];
  /** Of a rule: how many are still in the state that the action starts from. */
  remaining?: number;
  position: number;
}

/** POST /api/validations/:id/enhance */
export const enhanceRequestSchema = v.strictObject({
  /** Only these; all approved ones when left out. */
  recommendation_ids: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1, 'must name at least one'))),
  /** Says what would happen, and changes nothing. */
  preview: v.optional(v.boolean(), false),
  /** The document as it is now, when it has changed since: what was approved is found again in it. */
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
  /** Ids of the recommendations that were applied now. */
  applied: string[];
  not_applied: NotAppliedRecommendation[];
  /** Unified diff of the original and the enhanced text, everything that was ever applied included. */
  diff: string;
  /** Issues of the text before and after. */
  counts: { before: Counts; after: Counts };
  /** The enhanced text; of a preview only, it is kept otherwise. */
  content?: string;
  position: number;
}
/** GET /api/validations/:id/diff?format=json */
export interface DiffResponse {
  file_path: string;
  hunks: DiffHunk[];
}
export const diffQuerySchema = v.strictObject({ format: v.optional(oneOf(['text', 'json']), 'text') });

/** POST /api/validations/:id/revalidate; without a content the enhanced text, or the original when there is none. */
export const revalidateRequestSchema = v.strictObject({ content: v.exactOptional(contentSchema) });
export type RevalidateRequest = v.InferInput<typeof revalidateRequestSchema>;
/** What became of the issues of the validation before, by fingerprint. */
export interface Comparison {
  resolved: Issue[];
  new: Issue[];
  persisting: Issue[];
}
export interface RevalidateResponse extends ValidateResponse {
  comparison: Comparison;
  /** Whether it was answered from what was known of the same text under the same rules. */
  reused: boolean;
}

/** GET /api/validations/history */
export const historyQuerySchema = v.strictObject({
  ...page,
  file_path: filePathSchema,
  family: v.exactOptional(familySchema),
});
export type HistoryQuery = v.InferOutput<typeof historyQuerySchema>;
/** All validations of one file, newest first. */
export interface HistoryPage extends Page<Validation> {
  trend: {
    /** How the newest compares with the one before it: by errors, then warnings, then notes. */
    direction: 'better' | 'worse' | 'same' | 'unknown';
    /** Newest minus the one before it. */
    change: Counts;
    /** The results of this page, oldest first. */
    points: { validation_id: string; created_at: string; outcome: Outcome | null; counts: Counts }[];
  };
}

/** GET /api/recommendations/groups: how many there are of each rule, most first. */
export const groupQuerySchema = v.strictObject({
  status: v.optional(oneOf(RECOMMENDATION_STATUSES), 'proposed'),
  family: v.exactOptional(familySchema),
});
export interface RecommendationGroup {
  rule_id: string;
  /** Of the newest. */
  title: string;
  total: number;
  /** Whether the newest has edits. */
  fixable: boolean;
  by_severity: Record<Level, number>;
  by_family: Record<Family, number>;
}
export interface RecommendationGroups {
  results: RecommendationGroup[];
  position: number;
}

/** What reports are made in. */
export const REPORT_FORMATS = ['json', 'sarif', 'markdown', 'html', 'csv', 'junit', 'github'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
/** GET /api/validations/:id/report and /api/workflows/:id/report */
export const reportQuerySchema = v.strictObject({ format: v.optional(oneOf(REPORT_FORMATS), 'json') });
const { limit: _limit, cursor: _cursor, sort: _sort, ...listFilters } = validationListQuerySchema.entries;
/** GET /api/validations/report: of what a list would have. */
export const listReportQuerySchema = v.strictObject({ ...listFilters, ...reportQuerySchema.entries });
export type ValidationFilters = Omit<v.InferOutput<typeof listReportQuerySchema>, 'format'>;

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

/** GET /api/…/:id/events: the history of one thing, oldest first. */
export const historyEventsQuerySchema = v.strictObject({
  after: v.optional(integer(0, Number.MAX_SAFE_INTEGER), '0'),
  limit: v.optional(integer(1, MAX_PAGE_SIZE), String(DEFAULT_PAGE_SIZE)),
});

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

/** Actors that are no tokens. */
const RESERVED_NAMES = new Set(['admin', 'local', 'anonymous']);

/** POST /api/tokens */
export const tokenRequestSchema = v.strictObject({
  name: v.pipe(
    v.string('is required: what the token is for'),
    v.trim(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(MAX_TOKEN_NAME_LENGTH, `must be at most ${MAX_TOKEN_NAME_LENGTH} characters`),
    v.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
    // Events name who did something by this.
    v.check((name) => !RESERVED_NAMES.has(name.toLowerCase()), 'is the name of someone else'),
    wellFormed,
  ),
  role: oneOf(ROLES),
  /** All families when left out. */
  families: v.exactOptional(
    v.pipe(
      v.array(familySchema),
      v.minLength(1, 'must name at least one'),
      v.maxLength(MAX_TOKEN_FAMILIES, `must name at most ${MAX_TOKEN_FAMILIES}`),
    ),
  ),
  /** Until it is revoked when left out. */
  expires_in_days: v.exactOptional(
    v.pipe(
      v.number('must be a number'),
      v.minValue(1 / 1_440, 'must be a minute at least'),
      v.maxValue(MAX_TOKEN_DAYS, `must be at most ${MAX_TOKEN_DAYS}`),
    ),
  ),
});
export type TokenRequest = v.InferInput<typeof tokenRequestSchema>;
/** A token, without what it is: that is shown once, when it is made. */
export interface TokenSummary {
  id: string;
  name: string;
  role: Role;
  families: Family[] | null;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
}
export interface TokenCreated extends TokenSummary {
  /** To be kept by the one who asked: it can't be shown again. */
  token: string;
}
export interface TokenList {
  results: TokenSummary[];
  position: number;
}

/** POST /api/session: signs a browser in. */
export const sessionRequestSchema = v.strictObject({
  token: v.pipe(v.string('is required'), v.trim(), v.maxLength(MAX_CREDENTIAL_LENGTH, 'is too long')),
});
/** GET and POST /api/session: who asks, and what that one may do. */
export interface Session {
  actor: string;
  role: Role;
  families: Family[] | null;
  mode: AccessMode;
  /** When the browser has to sign in again; null when it never has to. */
  expires_at: string | null;
}
/** DELETE /api/session */
export const signOutSchema = v.strictObject({ everywhere: v.optional(v.boolean(), false) });

/** POST /api/ws-ticket */
export const ticketRequestSchema = v.strictObject({
  topic: v.string('is required'),
  /** More topics of the same connection. */
  topics: v.optional(v.pipe(v.array(v.string()), v.maxLength(MAX_TOPICS_PER_CONNECTION - 1)), []),
});
export type TicketRequest = v.InferInput<typeof ticketRequestSchema>;
export interface Ticket {
  ticket: string;
  expires_at: string;
}

/** GET /api/monitoring: figures of the live layer, and of batch runs. */
export interface Monitoring {
  live: {
    /** Id of the last event that the slowest hub delivered; like their other figures null when one does not answer. */
    position: number | null;
    /** Id of the last event of the log. */
    head: number;
    connections: number | null;
    /** Notifications that did not reach the hub; their events were delivered from the log. */
    notify_failures: number;
    /** Times that a hub could not read the log or send to a socket. */
    hub_failures: number | null;
    /** Each hub by itself. */
    hubs: readonly HubFigures[];
  };
  /** Times that the instance of a run could not be reached; the run was made to go on later. */
  workflows: { instance_failures: number };
}

export interface HubFigures {
  position: number;
  connections: number;
  failures: number;
  /** How often it came into memory, and how often its alarm rang, ever. */
  wakes: number;
  alarms: number;
  /** The shortest time from one flush to the next, as it is now. */
  window_ms: number;
  /** Since it came into memory: messages with events in them, events in them, readers sent away for being slow. */
  frames_sent: number;
  events_sent: number;
  slow_readers: number;
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
  /** Of a 409: what state the thing is in. */
  state: v.exactOptional(v.string()),
});
export type Problem = v.InferOutput<typeof problemSchema>;
