/**
 * What each operation answers: the type of the body by status. These types are the source of the schemas in the OpenAPI
 * document, the client's types are compared with them, and so is what the routes answer.
 *
 * A text stands for a body that is no JSON, or JSON of another standard; null for no body. Problems are not named here.
 */
import type { Session, Ticket, TokenCreated, TokenList, TokenSummary } from '../shared/api/access.ts';
import type { ImportState } from '../shared/api/backup.ts';
import type { BulkResponse } from '../shared/api/decisions.ts';
import type { DeliverResponse, WebhookTaken } from '../shared/api/deliver.ts';
import type {
  Deletion,
  DocumentDetail,
  DocumentPage,
  FolderGroups,
  OwnerGroups,
} from '../shared/api/documents.ts';
import type { EventPage } from '../shared/api/events.ts';
import type { FamilyDetail, FamilyList, FamilyTrial, FamilyUpdate } from '../shared/api/families.ts';
import type { Page } from '../shared/api/fields.ts';
import type { IgnoredList, IgnoredPage } from '../shared/api/ignored.ts';
import type { Monitoring, Readiness, Stats } from '../shared/api/monitoring.ts';
import type { ApprovedPage } from '../shared/api/patches.ts';
import type { QualityPage } from '../shared/api/quality.ts';
import type { RecommendationDecided, RecommendationGroups } from '../shared/api/recommendations.ts';
import type {
  RunComparison,
  RunDetail,
  RunDocumentPage,
  RunDocumentsAdded,
  RunSummaryAnswer,
} from '../shared/api/runs.ts';
import type {
  DiffResponse,
  EnhanceResponse,
  HistoryPage,
  MainLineComparison,
  RevalidateResponse,
  ValidateManyResponse,
  ValidateResponse,
  ValidationDetail,
} from '../shared/api/validations.ts';
import type {
  WebhookCreated,
  WebhookDelivery,
  WebhookDeliveryPage,
  WebhookDetail,
  WebhookList,
} from '../shared/api/webhooks.ts';
import type { RecommendationListItem, Run, Validation } from '../shared/things.ts';
import type { RecommendationAction, RunAction } from '../shared/transitions.ts';

/** A validation, after a decision on it. */
export interface ValidationDecided {
  validation: Validation;
  position: number;
}
/** A recommendation, as lists have it. */
export interface RecommendationDetail {
  recommendation: RecommendationListItem;
  position: number;
}
/** A new run. */
export interface RunCreated extends RunDetail {
  /** The same as `id`. */
  workflow_id: string;
}
/** A document of another standard. */
export type Description = Record<string, unknown>;
/** The ignored findings of one document, or a page of those of all documents. */
export type IgnoredAnswer = IgnoredPage | IgnoredList;

type RunControls = { [Action in RunAction as `POST /api/workflows/:id/${Action}`]: { 200: RunDetail } };
type RecommendationDecisions = {
  [Action in RecommendationAction as `POST /api/recommendations/:id/${Action}`]: {
    200: RecommendationDecided;
  };
};

/** The answers by operation and status. */
export interface Answers extends RunControls, RecommendationDecisions {
  'GET /health/live': { 200: { status: 'ok' } };
  'GET /health/ready': { 200: Readiness; 503: Readiness };
  'GET /metrics': { 200: string };
  'GET /ws/:topic': { 101: null };

  'GET /api/openapi.json': { 200: Description; 304: null };
  'GET /api/asyncapi.json': { 200: Description; 304: null };

  'POST /api/validate': { 201: ValidateResponse | ValidateManyResponse };
  'GET /api/validations': { 200: Page<Validation> };
  'GET /api/validations/history': { 200: HistoryPage };
  'GET /api/validations/report': { 200: string };
  'POST /api/validations/bulk': { 200: BulkResponse };
  'GET /api/validations/:id': { 200: ValidationDetail };
  'GET /api/validations/:id/content': { 200: string; 304: null };
  'GET /api/validations/:id/enhanced': { 200: string; 304: null };
  'GET /api/validations/:id/diff': { 200: string | DiffResponse };
  'GET /api/validations/:id/comparison': { 200: MainLineComparison };
  'GET /api/validations/:id/report': { 200: string };
  'GET /api/validations/:id/events': { 200: EventPage };
  'POST /api/validations/:id/approve': { 200: ValidationDecided };
  'POST /api/validations/:id/reject': { 200: ValidationDecided };
  'POST /api/validations/:id/reopen': { 200: ValidationDecided };
  'POST /api/validations/:id/enhance': { 200: EnhanceResponse };
  'POST /api/validations/:id/revalidate': { 201: RevalidateResponse };
  'POST /api/validations/:id/ignore': { 200: IgnoredList };
  'POST /api/validations/:id/restore': { 200: IgnoredList };
  'GET /api/ignored': { 200: IgnoredAnswer };

  'GET /api/documents': { 200: DocumentPage };
  'DELETE /api/documents': { 200: Deletion };
  'GET /api/documents/owners': { 200: OwnerGroups };
  'GET /api/documents/folders': { 200: FolderGroups };
  'GET /api/documents/one': { 200: DocumentDetail };
  'GET /api/quality': { 200: QualityPage };

  'GET /api/recommendations': { 200: Page<RecommendationListItem> };
  'GET /api/recommendations/groups': { 200: RecommendationGroups };
  'POST /api/recommendations/bulk': { 200: BulkResponse };
  'GET /api/recommendations/:id': { 200: RecommendationDetail };
  'GET /api/recommendations/:id/events': { 200: EventPage };
  'POST /api/recommendations/:id/undo': { 200: RecommendationDetail };
  'POST /api/batches/:id/undo': { 200: BulkResponse };

  'GET /api/workflows': { 200: Page<Run> };
  'POST /api/workflows': { 201: RunCreated };
  'GET /api/workflows/:id': { 200: RunDetail };
  'GET /api/workflows/:id/documents': { 200: RunDocumentPage };
  'POST /api/workflows/:id/documents': { 200: RunDocumentsAdded };
  'GET /api/workflows/:id/summary': { 200: RunSummaryAnswer };
  'GET /api/workflows/:id/comparison': { 200: RunComparison };
  'GET /api/workflows/:id/report': { 200: string };
  'GET /api/workflows/:id/patch': { 200: string };
  'POST /api/workflows/:id/deliver': { 200: DeliverResponse };
  'GET /api/workflows/:id/events': { 200: EventPage };

  'GET /api/families': { 200: FamilyList };
  'GET /api/families/:name': { 200: FamilyDetail | string; 304: null };
  'GET /api/families/:name/approved': { 200: ApprovedPage };
  'GET /api/families/:name/patch': { 200: string };
  'PUT /api/families/:name': { 200: FamilyUpdate };
  'POST /api/families/:name/test': { 200: FamilyTrial };
  'POST /api/families/:name/styles': { 200: FamilyUpdate };
  'POST /api/families/:name/deliver': { 200: DeliverResponse };
  'POST /api/github/webhook': { 202: WebhookTaken };

  'GET /api/events': { 200: EventPage };
  'GET /api/events/stream': { 200: string };
  'GET /api/stats': { 200: Stats };
  'GET /api/monitoring': { 200: Monitoring };

  'GET /api/session': { 200: Session };
  'POST /api/session': { 200: Session; 201: Session };
  'DELETE /api/session': { 204: null };
  'POST /api/ws-ticket': { 201: Ticket };
  'GET /api/tokens': { 200: TokenList };
  'POST /api/tokens': { 201: TokenCreated };
  'DELETE /api/tokens/:id': { 200: TokenSummary };

  'GET /api/webhooks': { 200: WebhookList };
  'POST /api/webhooks': { 201: WebhookCreated };
  'GET /api/webhooks/:id': { 200: WebhookDetail };
  'DELETE /api/webhooks/:id': { 204: null };
  'POST /api/webhooks/:id/resume': { 200: WebhookDetail };
  'GET /api/webhooks/:id/deliveries': { 200: WebhookDeliveryPage };
  'POST /api/webhooks/:id/deliveries/:delivery/replay': { 202: WebhookDelivery };

  'GET /api/export': { 200: string };
  'DELETE /api/export/:id': { 204: null };
  'GET /api/import': { 200: ImportState };
  'POST /api/import': { 200: ImportState };
}

/** The name of an operation: its method, and its path as the router has it. */
export type OperationKey = keyof Answers;
