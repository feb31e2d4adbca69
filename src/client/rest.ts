/** The typed client of the REST API. */
import type { ValidateManyResponse, ValidateResponse, ValidationSummary } from '../shared/api/validations.ts';
import type { BulkResponse } from '../shared/api/decisions.ts';
import { ApiError } from './api-error.ts';
import type { BulkAnswer, GalleyApi } from './galley-api.ts';
import { conditional, newIdempotencyKey, once, posting, Requests, type ApiOptions } from './requests.ts';

/**
 * Creates a client of a service's REST API.
 *
 * @returns an object whose methods throw `ApiError` when a request is refused or gets no answer
 * @example
 * ```ts
 * const api = createApi({ baseUrl: 'http://127.0.0.1:8586', token: process.env.GALLEY_TOKEN });
 * const { outcome, issues } = await api.validate({ content: '# Title\n', file_path: 'guide.md' });
 * ```
 */
export function createApi(options: ApiOptions): GalleyApi {
  const requests = new Requests(options);
  return {
    stats: () => requests.json('/api/stats'),
    monitoring: (query) => requests.json('/api/monitoring', query),
    validations: (query) => requests.json('/api/validations', query),
    validation: (id) => requests.json(at('/api/validations', id)),
    content: (id) => requests.text(`${at('/api/validations', id)}/content`),
    history: (query) => requests.json('/api/validations/history', query),
    documents: (query) => requests.json('/api/documents', query),
    owners: (query) => requests.json('/api/documents/owners', query),
    folders: (query) => requests.json('/api/documents/folders', query),
    document: (query) => requests.json('/api/documents/one', query),
    comparison: (id) => requests.json(`${at('/api/validations', id)}/comparison`),
    quality: (query) => requests.json('/api/quality', query),
    validationEvents: (id, query) => requests.json(`${at('/api/validations', id)}/events`, query),
    recommendationEvents: (id, query) => requests.json(`${at('/api/recommendations', id)}/events`, query),
    recommendationGroups: (query) => requests.json('/api/recommendations/groups', query),
    decideRecommendation: (id, action, body = {}, call) =>
      requests.json(`${at('/api/recommendations', id)}/${action}`, undefined, once(posting(body), call)),
    undoRecommendation: (id, body = {}, call) =>
      requests.json(`${at('/api/recommendations', id)}/undo`, undefined, once(posting(body), call)),
    undoBatch: (id, body = {}, call) =>
      requests.json(`${at('/api/batches', id)}/undo`, undefined, once(posting(body), call)),
    decideRecommendations: (body, call) =>
      decideAll(body, (part) =>
        requests.json('/api/recommendations/bulk', undefined, once(posting(part), call)),
      ),
    decideValidation: (id, action, body = {}, call) =>
      requests.json(`${at('/api/validations', id)}/${action}`, undefined, once(posting(body), call)),
    decideValidations: (body, call) =>
      decideAll(body, (part) => requests.json('/api/validations/bulk', undefined, once(posting(part), call))),
    enhance: (id, body = {}, call) =>
      requests.json(`${at('/api/validations', id)}/enhance`, undefined, once(posting(body), call)),
    enhanced: (id) => requests.text(`${at('/api/validations', id)}/enhanced`),
    diff: (id) => requests.json(`${at('/api/validations', id)}/diff`, { format: 'json' }),
    revalidate: (id, body = {}, call) =>
      requests.json(`${at('/api/validations', id)}/revalidate`, undefined, once(posting(body), call)),
    recommendations: (query) => requests.json('/api/recommendations', query),
    recommendation: (id) => requests.json(at('/api/recommendations', id)),
    events: (query) => requests.json('/api/events', query),
    validate: (body, call) => requests.json('/api/validate', undefined, once(posting(body), call)),
    ignore: (id, body, call) =>
      requests.json(`${at('/api/validations', id)}/ignore`, undefined, once(posting(body), call)),
    restore: (id, body, call) =>
      requests.json(`${at('/api/validations', id)}/restore`, undefined, once(posting(body), call)),
    ignored: (filePath) => requests.json('/api/ignored', { file_path: filePath }),
    allIgnored: (query) => requests.json('/api/ignored', query),
    runs: (query) => requests.json('/api/workflows', query),
    run: (id) => requests.json(at('/api/workflows', id)),
    createRun: (body, call) => requests.json('/api/workflows', undefined, once(posting(body), call)),
    addDocuments: (id, documents, call) =>
      requests.json(`${at('/api/workflows', id)}/documents`, undefined, once(posting({ documents }), call)),
    runDocuments: (id, query) => requests.json(`${at('/api/workflows', id)}/documents`, query),
    controlRun: (id, action, call) =>
      requests.json(`${at('/api/workflows', id)}/${action}`, undefined, once({ method: 'POST' }, call)),
    runSummary: (id, query) => requests.json(`${at('/api/workflows', id)}/summary`, query),
    runComparison: (id, query) => requests.json(`${at('/api/workflows', id)}/comparison`, query),
    runEvents: (id, query) => requests.json(`${at('/api/workflows', id)}/events`, query),
    runReport: (id, format) => requests.text(`${at('/api/workflows', id)}/report?format=${format}`),
    families: () => requests.json('/api/families'),
    family: (name) => requests.json(at('/api/families', name)),
    approved: (name, query) => requests.json(`${at('/api/families', name)}/approved`, query),
    deliver: (name, body = {}, call) =>
      requests.json(`${at('/api/families', name)}/deliver`, undefined, once(posting(body), call)),
    testFamily: (name, source) =>
      requests.json(`${at('/api/families', name)}/test`, undefined, { method: 'POST', ...yaml(source) }),
    putFamily: (name, source, conditions) =>
      requests.json(
        at('/api/families', name),
        undefined,
        conditional({ method: 'PUT', ...yaml(source) }, conditions),
      ),
    session: () => requests.json('/api/session'),
    signIn: (token) => requests.json('/api/session', undefined, posting({ token })),
    signOut: async (body = {}) => {
      await requests.send('/api/session', { ...posting(body), method: 'DELETE' });
    },
    ticket: (wanted) => requests.json('/api/ws-ticket', undefined, posting(wanted)),
    tokens: () => requests.json('/api/tokens'),
    createToken: (body, call) => requests.json('/api/tokens', undefined, once(posting(body), call)),
    revokeToken: (id) => requests.json(at('/api/tokens', id), undefined, { method: 'DELETE' }),
    webhooks: () => requests.json('/api/webhooks'),
    webhook: (id) => requests.json(at('/api/webhooks', id)),
    createWebhook: (body, call) => requests.json('/api/webhooks', undefined, once(posting(body), call)),
    deleteWebhook: async (id) => {
      await requests.send(at('/api/webhooks', id), { method: 'DELETE' });
    },
    resumeWebhook: (id) => requests.json(`${at('/api/webhooks', id)}/resume`, undefined, { method: 'POST' }),
    webhookDeliveries: (id, query) => requests.json(`${at('/api/webhooks', id)}/deliveries`, query),
    replayDelivery: (id, deliveryId) => {
      const path = `${at(`${at('/api/webhooks', id)}/deliveries`, deliveryId)}/replay`;
      return requests.json(path, undefined, { method: 'POST' });
    },
    exportPage: (cursor) => requests.text(`/api/export${cursor === undefined ? '' : `?cursor=${cursor}`}`),
    endExport: async (id) => {
      await requests.send(at('/api/export', id), { method: 'DELETE' });
    },
    importState: () => requests.json('/api/import'),
    importLines: (line, lines) =>
      requests.json(
        '/api/import',
        { line },
        {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-ndjson' },
          body: lines.join('\n'),
        },
      ),
    validateFiles: async (files, { family } = {}, { idempotencyKey = newIdempotencyKey() } = {}) => {
      const results: ValidationSummary[] = [];
      // One request has a budget: the service says how many files it left over.
      while (results.length < files.length) {
        const body = new FormData();
        for (const file of files.slice(results.length)) body.append('file', file);
        if (family !== undefined) body.append('family', family);
        const call = { idempotencyKey: `${idempotencyKey}-${results.length}` };
        const answer = await requests.json<ValidateResponse | ValidateManyResponse>(
          '/api/validate',
          undefined,
          once({ method: 'POST', body }, call),
        );
        results.push(...('results' in answer ? answer.results : [answer]));
      }
      return results;
    },
  };
}

/**
 * Sends a bulk request by ids again for the ids that the service leaves over, until there are none. A request without ids
 * is sent once.
 *
 * @throws {ApiError} when the first request fails; a later failure leaves its ids as `remaining`
 */
async function decideAll<T extends { ids?: readonly string[] }>(
  body: T,
  send: (part: T) => Promise<BulkResponse>,
): Promise<BulkAnswer> {
  const sent = await send(body);
  const answer = { ...sent, batch_ids: [sent.batch_id] };
  const { remaining, ...complete } = answer;
  if (remaining === undefined || body.ids === undefined || answer.results.length === 0) return answer;
  const done = new Set(answer.results.map(({ id }) => id));
  try {
    const rest = await decideAll({ ...body, ids: body.ids.filter((id) => !done.has(id)) }, send);
    return {
      ...complete,
      ...rest,
      results: [...answer.results, ...rest.results],
      batch_ids: [...answer.batch_ids, ...rest.batch_ids],
    };
  } catch (error) {
    // What was done is not lost with what was not: the caller can ask for the rest.
    if (error instanceof ApiError) return answer;
    throw error;
  }
}

function yaml(body: string | undefined): RequestInit {
  return body === undefined ? {} : { headers: { 'Content-Type': 'application/yaml' }, body };
}

function at(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
