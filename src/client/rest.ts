/** The typed client of the REST API. */
import type { ValidateManyResponse, ValidateResponse, ValidationSummary } from '../shared/api/validations.ts';
import type { GalleyApi } from './galley-api.ts';
import { posting, Requests, type ApiOptions } from './requests.ts';

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
    monitoring: () => requests.json('/api/monitoring'),
    validations: (query) => requests.json('/api/validations', query),
    validation: (id) => requests.json(at('/api/validations', id)),
    content: (id) => requests.text(`${at('/api/validations', id)}/content`),
    history: (query) => requests.json('/api/validations/history', query),
    validationEvents: (id, query) => requests.json(`${at('/api/validations', id)}/events`, query),
    recommendationEvents: (id, query) => requests.json(`${at('/api/recommendations', id)}/events`, query),
    recommendationGroups: (query) => requests.json('/api/recommendations/groups', query),
    decideRecommendation: (id, action, body = {}) =>
      requests.json(`${at('/api/recommendations', id)}/${action}`, undefined, posting(body)),
    decideRecommendations: (body) => requests.json('/api/recommendations/bulk', undefined, posting(body)),
    decideValidation: (id, action, body = {}) =>
      requests.json(`${at('/api/validations', id)}/${action}`, undefined, posting(body)),
    decideValidations: (body) => requests.json('/api/validations/bulk', undefined, posting(body)),
    enhance: (id, body = {}) =>
      requests.json(`${at('/api/validations', id)}/enhance`, undefined, posting(body)),
    enhanced: (id) => requests.text(`${at('/api/validations', id)}/enhanced`),
    diff: (id) => requests.json(`${at('/api/validations', id)}/diff`, { format: 'json' }),
    revalidate: (id, body = {}) =>
      requests.json(`${at('/api/validations', id)}/revalidate`, undefined, posting(body)),
    recommendations: (query) => requests.json('/api/recommendations', query),
    recommendation: (id) => requests.json(at('/api/recommendations', id)),
    events: (query) => requests.json('/api/events', query),
    validate: (body) => requests.json('/api/validate', undefined, posting(body)),
    ignore: (id, body) => requests.json(`${at('/api/validations', id)}/ignore`, undefined, posting(body)),
    restore: (id, body) => requests.json(`${at('/api/validations', id)}/restore`, undefined, posting(body)),
    ignored: (filePath) => requests.json('/api/ignored', { file_path: filePath }),
    runs: (query) => requests.json('/api/workflows', query),
    run: (id) => requests.json(at('/api/workflows', id)),
    createRun: (body) => requests.json('/api/workflows', undefined, posting(body)),
    addDocuments: (id, documents) =>
      requests.json(`${at('/api/workflows', id)}/documents`, undefined, posting({ documents })),
    runDocuments: (id, query) => requests.json(`${at('/api/workflows', id)}/documents`, query),
    controlRun: (id, action) =>
      requests.json(`${at('/api/workflows', id)}/${action}`, undefined, { method: 'POST' }),
    runSummary: (id) => requests.json(`${at('/api/workflows', id)}/summary`),
    runEvents: (id, query) => requests.json(`${at('/api/workflows', id)}/events`, query),
    runReport: (id, format) => requests.text(`${at('/api/workflows', id)}/report?format=${format}`),
    families: () => requests.json('/api/families'),
    family: (name) => requests.json(at('/api/families', name)),
    testFamily: (name, source) =>
      requests.json(`${at('/api/families', name)}/test`, undefined, { method: 'POST', ...yaml(source) }),
    putFamily: (name, source) =>
      requests.json(at('/api/families', name), undefined, { method: 'PUT', ...yaml(source) }),
    session: () => requests.json('/api/session'),
    signIn: (token) => requests.json('/api/session', undefined, posting({ token })),
    signOut: async (body = {}) => {
      await requests.send('/api/session', { ...posting(body), method: 'DELETE' });
    },
    ticket: (wanted) => requests.json('/api/ws-ticket', undefined, posting(wanted)),
    tokens: () => requests.json('/api/tokens'),
    createToken: (body) => requests.json('/api/tokens', undefined, posting(body)),
    revokeToken: (id) => requests.json(at('/api/tokens', id), undefined, { method: 'DELETE' }),
    validateFiles: async (files, { family } = {}) => {
      const results: ValidationSummary[] = [];
      // One request has a budget: the service says how many files it left over.
      while (results.length < files.length) {
        const body = new FormData();
        for (const file of files.slice(results.length)) body.append('file', file);
        if (family !== undefined) body.append('family', family);
        const answer = await requests.json<ValidateResponse | ValidateManyResponse>(
          '/api/validate',
          undefined,
          { method: 'POST', body },
        );
        results.push(...('results' in answer ? answer.results : [answer]));
      }
      return results;
    },
  };
}

function yaml(body: string | undefined): RequestInit {
  return body === undefined ? {} : { headers: { 'Content-Type': 'application/yaml' }, body };
}

function at(path: string, id: string): string {
  return `${path}/${encodeURIComponent(id)}`;
}
