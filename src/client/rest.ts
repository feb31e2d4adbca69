/** The REST API, typed by the shapes in src/shared/api. */
import * as v from 'valibot';
import type {
  Session,
  Ticket,
  TicketRequest,
  TokenCreated,
  TokenList,
  TokenRequest,
  TokenSummary,
} from '../shared/api/access.ts';
import type { BulkResponse, DecisionRequest } from '../shared/api/decisions.ts';
import type { EventPage } from '../shared/api/events.ts';
import type { FamilyDetail, FamilyList, FamilyTrial, FamilyUpdate } from '../shared/api/families.ts';
import type { Page } from '../shared/api/fields.ts';
import type { IgnoredList, IgnoreRequest } from '../shared/api/ignored.ts';
import type { Monitoring, Stats } from '../shared/api/monitoring.ts';
import { problemSchema, type Problem } from '../shared/api/problem.ts';
import type {
  ApprovalRequest,
  RecommendationBulkRequest,
  RecommendationGroups,
  RecommendationListQuery,
} from '../shared/api/recommendations.ts';
import type { ReportFormat } from '../shared/api/reports.ts';
import type {
  RunDocumentInput,
  RunDocumentListQuery,
  RunDocumentPage,
  RunSummaryAnswer,
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
  RevalidateRequest,
  RevalidateResponse,
  ValidateManyResponse,
  ValidateRequest,
  ValidateResponse,
  ValidationSummary,
  ValidationBulkRequest,
  ValidationDetail,
  ValidationListQuery,
} from '../shared/api/validations.ts';
import type {
  Family,
  RecommendationListItem,
  RecommendationStatus,
  Validation,
  Run,
} from '../shared/things.ts';
import type { RecommendationAction, ReviewAction, RunAction } from '../shared/transitions.ts';

/** A request that was refused or did not get through. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly problem: Problem;
  /** How long the service asks to be left alone, when it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, { retryAfterMs, ...options }: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(problem.detail, options);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

export interface GalleyApi {
  stats(): Promise<Stats>;
  monitoring(): Promise<Monitoring>;
  validations(query?: Partial<ValidationListQuery>): Promise<Page<Validation>>;
  validation(id: string): Promise<ValidationDetail>;
  /** The Markdown of a validation, as it was submitted. */
  content(id: string): Promise<string>;
  recommendations(query?: Partial<RecommendationListQuery>): Promise<Page<RecommendationListItem>>;
  recommendation(id: string): Promise<{ recommendation: RecommendationListItem; position: number }>;
  events(query?: { after?: number; topic?: string; limit?: number }): Promise<EventPage>;
  validate(request: ValidateRequest): Promise<ValidateResponse>;
  /** Validates files in one request: all of them are kept, or none is. */
  validateFiles(files: readonly File[], options?: { family?: Family }): Promise<ValidationSummary[]>;
  /** All validations of one file, newest first, with the trend. */
  history(query: { file_path: string } & Partial<HistoryQuery>): Promise<HistoryPage>;
  /** Who did what with a validation, oldest first. */
  validationEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  recommendationEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  /** How many recommendations there are of each rule. */
  recommendationGroups(query?: {
    status?: RecommendationStatus;
    family?: Family;
  }): Promise<RecommendationGroups>;
  decideRecommendation(
    id: string,
    action: RecommendationAction,
    request?: ApprovalRequest,
  ): Promise<{ recommendation: RecommendationListItem; position: number }>;
  decideRecommendations(request: RecommendationBulkRequest): Promise<BulkResponse>;
  decideValidation(
    id: string,
    action: Exclude<ReviewAction, 'enhance'>,
    request?: DecisionRequest,
  ): Promise<{ validation: Validation; position: number }>;
  decideValidations(request: ValidationBulkRequest): Promise<BulkResponse>;
  /** Applies what was approved, or says what that would do. */
  enhance(id: string, request?: EnhanceRequest): Promise<EnhanceResponse>;
  /** The Markdown with what was applied. */
  enhanced(id: string): Promise<string>;
  /** What was applied, as hunks of lines. */
  diff(id: string): Promise<DiffResponse>;
  revalidate(id: string, request?: RevalidateRequest): Promise<RevalidateResponse>;
  /** Leaves findings of a validation out of later validations of its document. */
  ignore(validationId: string, request: IgnoreRequest): Promise<IgnoredList>;
  /** Brings ignored findings back. */
  restore(validationId: string, request: IgnoreRequest): Promise<IgnoredList>;
  /** What is ignored in a document. */
  ignored(filePath: string): Promise<IgnoredList>;
  runs(query?: Partial<RunListQuery>): Promise<Page<Run>>;
  run(id: string): Promise<RunDetail>;
  /** Makes a run; one that is given documents starts at once. */
  createRun(request: RunRequest): Promise<RunDetail>;
  /** Adds documents to a run that has not started. What is there already is not added again. */
  addDocuments(id: string, documents: readonly RunDocumentInput[]): Promise<RunDocumentsAdded>;
  runDocuments(id: string, query?: Partial<RunDocumentListQuery>): Promise<RunDocumentPage>;
  controlRun(id: string, action: RunAction): Promise<RunDetail>;
  /** What is worth knowing of a run as a whole. */
  runSummary(id: string): Promise<RunSummaryAnswer>;
  /** What happened in a run, its documents included, oldest first. */
  runEvents(id: string, query?: { after?: number; limit?: number }): Promise<EventPage>;
  /** The findings of all its documents, for people or for other programs. */
  runReport(id: string, format: ReportFormat): Promise<string>;
  families(): Promise<FamilyList>;
  family(name: Family): Promise<FamilyDetail>;
  /** Tries a rule pack (YAML) in a family's place, or the one that is there; nothing is kept. */
  testFamily(name: Family, source?: string): Promise<FamilyTrial>;
  /** Puts a rule pack (YAML) in a family's place. */
  putFamily(name: Family, source: string): Promise<FamilyUpdate>;
  /** Who asks, and what that one may do. */
  session(): Promise<Session>;
  /** Signs a browser in: the answer sets a cookie. */
  signIn(token: string): Promise<Session>;
  signOut(options?: { everywhere?: boolean }): Promise<void>;
  /** A ticket for one connection, to a topic and perhaps more. */
  ticket(request: TicketRequest): Promise<Ticket>;
  tokens(): Promise<TokenList>;
  createToken(request: TokenRequest): Promise<TokenCreated>;
  revokeToken(id: string): Promise<TokenSummary>;
}

export interface ApiOptions {
  baseUrl: string;
  token?: string;
  onSignedOut?: () => void;
  fetch?: typeof fetch;
}

/**
 * The API of a service. Every method throws {@link ApiError} when it is refused or does not get through.
 *
 * @param options.baseUrl - origin of the service, e.g. `http://127.0.0.1:8586`
 * @param options.token - a bearer token; a signed-in browser needs none
 * @param options.onSignedOut - told when the service asks for a sign-in
 */
export function createApi(options: ApiOptions): GalleyApi {
  const fetcher = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));
  const send = (url: URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (options.token !== undefined) headers.set('Authorization', `Bearer ${options.token}`);
    return fetcher(url, { ...init, headers });
  };

  async function request(path: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await send(new URL(path, options.baseUrl), init);
    } catch (error) {
      throw new ApiError(unanswered(0, 'The service does not answer.'), { cause: error });
    }
    if (response.status === 401) options.onSignedOut?.();
    if (!response.ok) throw new ApiError(await readProblem(response), readRetryAfter(response));
    return response;
  }

  async function json<T>(path: string, query: object = {}, init?: RequestInit): Promise<T> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    const response = await request(search.size > 0 ? `${path}?${search}` : path, init);
    return read(response, () => response.json());
  }

  const text = async (path: string): Promise<string> => {
    const response = await request(path);
    return utf8.decode(await read(response, () => response.arrayBuffer()));
  };

  return {
    stats: () => json('/api/stats'),
    monitoring: () => json('/api/monitoring'),
    validations: (query) => json('/api/validations', query),
    validation: (id) => json(at('/api/validations', id)),
    content: (id) => text(`${at('/api/validations', id)}/content`),
    history: (query) => json('/api/validations/history', query),
    validationEvents: (id, query) => json(`${at('/api/validations', id)}/events`, query),
    recommendationEvents: (id, query) => json(`${at('/api/recommendations', id)}/events`, query),
    recommendationGroups: (query) => json('/api/recommendations/groups', query),
    decideRecommendation: (id, action, body = {}) =>
      json(`${at('/api/recommendations', id)}/${action}`, undefined, posting(body)),
    decideRecommendations: (body) =>
      decideAll(body, (part) => json('/api/recommendations/bulk', undefined, posting(part))),
    decideValidation: (id, action, body = {}) =>
      json(`${at('/api/validations', id)}/${action}`, undefined, posting(body)),
    decideValidations: (body) =>
      decideAll(body, (part) => json('/api/validations/bulk', undefined, posting(part))),
    enhance: (id, body = {}) => json(`${at('/api/validations', id)}/enhance`, undefined, posting(body)),
    enhanced: (id) => text(`${at('/api/validations', id)}/enhanced`),
    diff: (id) => json(`${at('/api/validations', id)}/diff`, { format: 'json' }),
    revalidate: (id, body = {}) => json(`${at('/api/validations', id)}/revalidate`, undefined, posting(body)),
    recommendations: (query) => json('/api/recommendations', query),
    recommendation: (id) => json(at('/api/recommendations', id)),
    events: (query) => json('/api/events', query),
    validate: (body) => json('/api/validate', undefined, posting(body)),
    ignore: (id, body) => json(`${at('/api/validations', id)}/ignore`, undefined, posting(body)),
    restore: (id, body) => json(`${at('/api/validations', id)}/restore`, undefined, posting(body)),
    ignored: (filePath) => json('/api/ignored', { file_path: filePath }),
    runs: (query) => json('/api/workflows', query),
    run: (id) => json(at('/api/workflows', id)),
    createRun: (body) => json('/api/workflows', undefined, posting(body)),
    addDocuments: (id, documents) =>
      json(`${at('/api/workflows', id)}/documents`, undefined, posting({ documents })),
    runDocuments: (id, query) => json(`${at('/api/workflows', id)}/documents`, query),
    controlRun: (id, action) => json(`${at('/api/workflows', id)}/${action}`, undefined, { method: 'POST' }),
    runSummary: (id) => json(`${at('/api/workflows', id)}/summary`),
    runEvents: (id, query) => json(`${at('/api/workflows', id)}/events`, query),
    runReport: (id, format) => text(`${at('/api/workflows', id)}/report?format=${format}`),
    families: () => json('/api/families'),
    family: (name) => json(at('/api/families', name)),
    testFamily: (name, source) =>
      json(`${at('/api/families', name)}/test`, undefined, { method: 'POST', ...yaml(source) }),
    putFamily: (name, source) =>
      json(at('/api/families', name), undefined, { method: 'PUT', ...yaml(source) }),
    session: () => json('/api/session'),
    signIn: (token) => json('/api/session', undefined, posting({ token })),
    signOut: async (body = {}) => {
      await request('/api/session', { ...posting(body), method: 'DELETE' });
    },
    ticket: (wanted) => json('/api/ws-ticket', undefined, posting(wanted)),
    tokens: () => json('/api/tokens'),
    createToken: (body) => json('/api/tokens', undefined, posting(body)),
    revokeToken: (id) => json(at('/api/tokens', id), undefined, { method: 'DELETE' }),
    validateFiles: async (files, { family } = {}) => {
      const results: ValidationSummary[] = [];
      // The service leaves files over when they are too much for one request.
      while (results.length < files.length) {
        const body = new FormData();
        for (const file of files.slice(results.length)) body.append('file', file);
        if (family !== undefined) body.append('family', family);
        const answer = await json<ValidateResponse | ValidateManyResponse>('/api/validate', undefined, {
          method: 'POST',
          body,
        });
        results.push(...('results' in answer ? answer.results : [answer]));
      }
      return results;
    },
  };
}

/**
 * Sends a bulk request by ids again for the ids that the service leaves over, until there are none. A request without ids
 * is sent once.
 */
async function decideAll<T extends { ids?: readonly string[] }>(
  body: T,
  send: (part: T) => Promise<BulkResponse>,
): Promise<BulkResponse> {
  const { remaining, ...answer } = await send(body);
  if (remaining === undefined || body.ids === undefined || answer.results.length === 0) {
    return remaining === undefined ? answer : { ...answer, remaining };
  }
  const done = new Set(answer.results.map(({ id }) => id));
  const rest = await decideAll({ ...body, ids: body.ids.filter((id) => !done.has(id)) }, send);
  return { ...rest, results: [...answer.results, ...rest.results] };
}

function posting(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

function yaml(body: string | undefined): RequestInit {
  return body === undefined ? {} : { headers: { 'Content-Type': 'application/yaml' }, body };
}

function at(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}

/** Keeps the byte order mark, which `Response.text()` drops: offsets count it. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads a body, which can break off, or be something else than JSON, after its status was fine. */
async function read<T>(response: Response, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const detail = `The answer of the service (${response.status}) could not be read.`;
    throw new ApiError(unanswered(response.status, detail), { cause: error });
  }
}

async function readProblem(response: Response): Promise<Problem> {
  const text = await read(response, () => response.text());
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), problemSchema), text);
  if (parsed.success) return parsed.output;
  return unanswered(response.status, `The service answered ${response.status} ${response.statusText}.`);
}

/** A number of seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
function readRetryAfter(response: Response): { retryAfterMs?: number } {
  const header = response.headers.get('Retry-After') ?? '';
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.max(0, ms) };
}

/** For what went wrong before the service could say so itself. */
function unanswered(status: number, detail: string): Problem {
  return { type: 'about:blank', title: 'No answer', status, detail, instance: '' };
}
