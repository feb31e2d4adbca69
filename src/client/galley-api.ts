/** The methods of the REST client, typed by the shapes in src/shared/api. */
import type {
  Session,
  Ticket,
  TicketRequest,
  TokenCreated,
  TokenList,
  TokenRequest,
  TokenSummary,
} from '../shared/api/access.ts';
import type { ImportState } from '../shared/api/backup.ts';
import type { BulkResponse, DecisionRequest } from '../shared/api/decisions.ts';
import type {
  DocumentDetail,
  DocumentListQuery,
  DocumentPage,
  DocumentQuery,
  FolderGroups,
  FolderGroupsQuery,
  OwnerGroups,
  OwnerGroupsQuery,
} from '../shared/api/documents.ts';
import type { DeliverRequest, DeliverResponse } from '../shared/api/deliver.ts';
import type { QualityPage } from '../shared/api/quality.ts';
import type { EventPage } from '../shared/api/events.ts';
import type { FamilyDetail, FamilyList, FamilyTrial, FamilyUpdate } from '../shared/api/families.ts';
import type { Page } from '../shared/api/fields.ts';
import type { MonitoringQuery } from '../shared/api/figures.ts';
import type { ApprovedPage } from '../shared/api/patches.ts';
import type {
  IgnoredList,
  IgnoredPage,
  IgnoredQuery,
  IgnoreRequest,
  RestoreRequest,
} from '../shared/api/ignored.ts';
import type { Monitoring, Stats } from '../shared/api/monitoring.ts';
import type {
  ApprovalRequest,
  RecommendationBulkRequest,
  RecommendationDecided,
  RecommendationGroups,
  RecommendationListQuery,
} from '../shared/api/recommendations.ts';
import type { ReportFormat } from '../shared/api/reports.ts';
import type {
  RunComparison,
  RunComparisonQuery,
  RunDocumentInput,
  RunDocumentListQuery,
  RunDocumentPage,
  RunSummaryAnswer,
  RunSummaryQuery,
  RunDetail,
  RunDocumentsAdded,
  RunListQuery,
  RunRequest,
} from '../shared/api/runs.ts';
import type {
  DiffResponse,
  EnhanceRequest,
  EnhanceResponse,
  HistoryPage,
  HistoryQuery,
  MainLineComparison,
  RevalidateRequest,
  RevalidateResponse,
  ValidateRequest,
  ValidateResponse,
  ValidationBulkRequest,
  ValidationDetail,
  ValidationListQuery,
  ValidationSummary,
} from '../shared/api/validations.ts';
import type {
  WebhookCreated,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDeliveryQuery,
  WebhookDetail,
  WebhookList,
  WebhookRequest,
} from '../shared/api/webhooks.ts';
import type {
  Family,
  RecommendationListItem,
  RecommendationStatus,
  Validation,
  Run,
} from '../shared/things.ts';
import type { RecommendationAction, ReviewAction, RunAction } from '../shared/transitions.ts';

import type { CallOptions, WriteConditions } from './requests.ts';

/** The answer to a bulk decision that may have taken several requests. */
export interface BulkAnswer extends BulkResponse {
  /** The `batch_id` of each request, for undoing all of it. */
  batch_ids: string[];
}

/**
 * The REST API of a service. Every method throws `ApiError` when it is refused or gets no answer.
 * Methods that change something send an `Idempotency-Key`: a new one for each call, or the one in {@link CallOptions}.
 */
export interface GalleyApi {
  /** Counters of validations, recommendations and runs. */
  stats(): Promise<Stats>;
  /** Figures of the live layer and of batch runs, and with a range what was counted over it. */
  monitoring(query?: MonitoringQuery): Promise<Monitoring>;
  /** Lists validations, newest first unless `sort` says otherwise. */
  validations(query?: Partial<ValidationListQuery>): Promise<Page<Validation>>;
  /** A validation with its issues and recommendations. */
  validation(id: string): Promise<ValidationDetail>;
  /** The Markdown of a validation, as it was submitted. */
  content(id: string): Promise<string>;
  /** Lists recommendations across documents. */
  recommendations(query?: Partial<RecommendationListQuery>): Promise<Page<RecommendationListItem>>;
  /** One recommendation with the path and family of its document. */
  recommendation(id: string): Promise<{ recommendation: RecommendationListItem; position: number }>;
  /** Reads the event log, oldest first. */
  events(query?: { after?: number; topic?: string; limit?: number }): Promise<EventPage>;
  /** Validates one document. */
  validate(request: ValidateRequest, call?: CallOptions): Promise<ValidateResponse>;
  /**
   * Validates files, in as many requests as the budget of one request asks for. Results have no texts: `validation()`
   * reads them.
   */
  validateFiles(
    files: readonly File[],
    options?: { family?: Family },
    call?: CallOptions,
  ): Promise<ValidationSummary[]>;
  /** All validations of one file, newest first, with the trend. */
  history(query: { file_path: string } & Partial<HistoryQuery>): Promise<HistoryPage>;
  /** Lists documents as they are now: the main line, or a ref. */
  documents(query?: Partial<DocumentListQuery>): Promise<DocumentPage>;
  /** Counts the documents of the main line, or of a ref, by owner. */
  owners(query?: Partial<OwnerGroupsQuery>): Promise<OwnerGroups>;
  /** Counts the documents of the main line, or of a ref, by the folders directly in a folder, or at the top. */
  folders(query?: Partial<FolderGroupsQuery>): Promise<FolderGroups>;
  /** One document with its newest validation and its history. */
  document(query: { file_path: string } & Partial<DocumentQuery>): Promise<DocumentDetail>;
  /** The issues of a validation compared with those of its document on the main line. */
  comparison(id: string): Promise<MainLineComparison>;
  /** Quality over time: a row for each day on which something changed in a family, in a folder of it, or for an owner. */
  quality(query?: {
    family?: Family;
    folder?: string;
    owner?: string;
    from?: string;
    to?: string;
    limit?: number;
    cursor?: string;
  }): Promise<QualityPage>;
  /** The events of a validation, oldest first. */
  validationEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  /** The events of a recommendation, oldest first. */
  recommendationEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  /** The number of recommendations per rule, most first. */
  recommendationGroups(query?: {
    status?: RecommendationStatus;
    family?: Family;
  }): Promise<RecommendationGroups>;
  /** Approves, rejects, reopens or applies one recommendation. An approval may have text of one's own. */
  decideRecommendation(
    id: string,
    action: RecommendationAction,
    request?: ApprovalRequest,
    call?: CallOptions,
  ): Promise<RecommendationDecided>;
  /** Takes the last decision on a recommendation back. */
  undoRecommendation(
    id: string,
    request?: DecisionRequest,
    call?: CallOptions,
  ): Promise<{ recommendation: RecommendationListItem; position: number }>;
  /** Takes back what a bulk request decided, except for what has moved on since. */
  undoBatch(batchId: string, request?: DecisionRequest, call?: CallOptions): Promise<BulkResponse>;
  /** Decides on many recommendations: those named by `ids`, or those of a rule. */
  decideRecommendations(request: RecommendationBulkRequest, call?: CallOptions): Promise<BulkAnswer>;
  /** Approves, rejects or reopens one validation. */
  decideValidation(
    id: string,
    action: Exclude<ReviewAction, 'enhance'>,
    request?: DecisionRequest,
    call?: CallOptions,
  ): Promise<{ validation: Validation; position: number }>;
  /** Decides on many validations. */
  decideValidations(request: ValidationBulkRequest, call?: CallOptions): Promise<BulkAnswer>;
  /** Applies the approved recommendations, or previews that with `preview: true`. */
  enhance(id: string, request?: EnhanceRequest, call?: CallOptions): Promise<EnhanceResponse>;
  /** The Markdown with the applied recommendations. */
  enhanced(id: string): Promise<string>;
  /** The applied changes as hunks of lines. */
  diff(id: string): Promise<DiffResponse>;
  /** Validates a document again, and compares the issues with those of the validation before. */
  revalidate(id: string, request?: RevalidateRequest, call?: CallOptions): Promise<RevalidateResponse>;
  /** Ignores findings: later validations of the document leave them out. */
  ignore(validationId: string, request: IgnoreRequest, call?: CallOptions): Promise<IgnoredList>;
  /** Stops ignoring findings. */
  restore(validationId: string, request: RestoreRequest, call?: CallOptions): Promise<IgnoredList>;
  /** The ignored findings of a document. */
  ignored(filePath: string): Promise<IgnoredList>;
  /** Lists the ignored findings of all documents, newest first. */
  allIgnored(query?: Partial<Omit<IgnoredQuery, 'file_path'>>): Promise<IgnoredPage>;
  /** Lists batch runs, newest first. */
  runs(query?: Partial<RunListQuery>): Promise<Page<Run>>;
  /** One batch run. */
  run(id: string): Promise<RunDetail>;
  /** Creates a run. A run with documents starts at once. */
  createRun(request: RunRequest, call?: CallOptions): Promise<RunDetail>;
  /** Adds documents to a run that has not started. Documents that are there already are not added again. */
  addDocuments(
    id: string,
    documents: readonly RunDocumentInput[],
    call?: CallOptions,
  ): Promise<RunDocumentsAdded>;
  /** Lists the documents of a run in the order in which they were added. */
  runDocuments(id: string, query?: Partial<RunDocumentListQuery>): Promise<RunDocumentPage>;
  /** Starts, pauses, resumes, cancels or retries a run. */
  controlRun(id: string, action: RunAction, call?: CallOptions): Promise<RunDetail>;
  /** The summary of a run: worst files, rules, failures, changes since the last run, or since the one that is named. */
  runSummary(id: string, query?: RunSummaryQuery): Promise<RunSummaryAnswer>;
  /** What a run adds and resolves against the main line, in sum and per document. */
  runComparison(id: string, query?: Partial<RunComparisonQuery>): Promise<RunComparison>;
  /** The events of a run and of its documents, oldest first. */
  runEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  /** The report of a run in one of the report formats. */
  runReport(id: string, format: ReportFormat): Promise<string>;
  /** Lists families and the versions of their rule packs. */
  families(): Promise<FamilyList>;
  /** One family with its rule pack and rules. */
  family(name: Family): Promise<FamilyDetail>;
  /** Lists the documents of a family that have approved changes, by path, with the edits. */
  approved(
    name: Family,
    query?: {
      ref?: string;
      rule_id?: readonly string[];
      folder?: string;
      owner?: string;
      limit?: number;
      cursor?: string;
    },
  ): Promise<ApprovedPage>;
  /**
   * Makes a pull request of what is approved in a family, or brings it up to date. The family's pack says with `source` where
   * its documents come from.
   */
  deliver(name: Family, request?: DeliverRequest, call?: CallOptions): Promise<DeliverResponse>;
  /** Tries a rule pack (YAML) on stored documents without storing it; without `source`, the family's present pack. */
  testFamily(name: Family, source?: string): Promise<FamilyTrial>;
  /**
   * Stores a rule pack (YAML) as that of a family.
   *
   * @param conditions - `ifMatch: (await api.family(name)).etag` keeps the change of somebody else from being overwritten
   */
  putFamily(name: Family, source: string, conditions?: WriteConditions): Promise<FamilyUpdate>;
  /** The caller's actor name, role and families. */
  session(): Promise<Session>;
  /** Signs a browser in. The answer sets a cookie. */
  signIn(token: string): Promise<Session>;
  /** Signs a browser out; `everywhere` ends all sessions of the same token. */
  signOut(options?: { everywhere?: boolean }): Promise<void>;
  /** Issues a ticket for one live connection to the given topics. */
  ticket(request: TicketRequest): Promise<Ticket>;
  /** Lists tokens. */
  tokens(): Promise<TokenList>;
  /** Creates a token. Its text is in this answer only. */
  createToken(request: TokenRequest, call?: CallOptions): Promise<TokenCreated>;
  /** Revokes a token and closes its sessions and connections. */
  revokeToken(id: string): Promise<TokenSummary>;
  /** Lists webhooks. */
  webhooks(): Promise<WebhookList>;
  /** One webhook. */
  webhook(id: string): Promise<WebhookDetail>;
  /** Creates a webhook. The key of its signatures is in this answer only. */
  createWebhook(request: WebhookRequest, call?: CallOptions): Promise<WebhookCreated>;
  /** Deletes a webhook and its deliveries. */
  deleteWebhook(id: string): Promise<void>;
  /** Has a disabled webhook go on from where it was. */
  resumeWebhook(id: string): Promise<WebhookDetail>;
  /** Lists what was sent to a webhook, the newest event first. */
  webhookDeliveries(id: string, query?: Partial<WebhookDeliveryQuery>): Promise<WebhookDeliveryPage>;
  /** Has a delivery sent again, with the same id. */
  replayDelivery(id: string, deliveryId: string): Promise<WebhookDelivery>;
  /** Reads a page of an export as NDJSON: the first one without a cursor, which begins it. */
  exportPage(cursor?: string): Promise<string>;
  /** Ends an export. */
  endExport(id: string): Promise<void>;
  /** How far the import of a service is. */
  importState(): Promise<ImportState>;
  /**
   * Sends lines of an export to an empty service. Lines that it has are not stored again.
   *
   * @param line - the number of lines before them
   */
  importLines(line: number, lines: readonly string[]): Promise<ImportState>;
}
