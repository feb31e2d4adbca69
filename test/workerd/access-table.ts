/**
 * Who may do what: every route and every kind of topic. `npm run generate` makes docs/access.md from it.
 * access-table.test.ts tries every cell, and fails for a route that is missing here.
 */
import type { Role } from '../../src/shared/roles.ts';
import { RUN_ACTIONS } from '../../src/shared/transitions.ts';

/** What exists before a cell is tried, all of it in the family `cells`. */
export interface Fixture {
  validation: string;
  /** The path of its document. */
  path: string;
  recommendation: string;
  /** An approved recommendation. */
  approved: string;
  fingerprint: string;
  /** A bulk decision. */
  batch: string;
  workflow: string;
  token: string;
  webhook: string;
}

/** What the route answers to a caller who is limited to other families. */
export type Scope =
  /** The usual answer: the route is about the caller. */
  | 'self'
  /** Only the data of the caller's own families. */
  | 'list'
  /** Not found. */
  | 'thing'
  /** Forbidden. */
  | 'service';

export interface Row {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path as the router has it. */
  route: string;
  /** The lowest role that may use it; null: everyone, signed in or not. */
  needs: Role | null;
  scope: Scope;
  /** The request, where it is more than the route. */
  ask?: (fixture: Fixture) => { path?: string; body?: unknown; type?: string };
  /** The status of the answer to a caller who may use it. */
  status?: number;
}

const thing = (method: Row['method'], route: string, needs: Role, more: Partial<Row> = {}): Row => ({
  method,
  route,
  needs,
  scope: 'thing',
  ...more,
});
const validation = (action: string) => `/api/validations/:id${action}`;
const recommendation = (action: string) => `/api/recommendations/:id${action}`;
const webhook = (method: Row['method'], action: string, status = 200): Row => ({
  method,
  route: `/api/webhooks/:id${action}`,
  needs: 'admin',
  scope: 'service',
  ask: ({ webhook: id }) => ({ path: `/api/webhooks/${id}${action}` }),
  status,
});
const SUBMITTED = { content: '# A page\n\nText.\n', file_path: 'a.md', family: 'cells' };

export const ACCESS_TABLE: readonly Row[] = [
  { method: 'GET', route: '/health/live', needs: null, scope: 'self' },
  { method: 'GET', route: '/health/ready', needs: null, scope: 'self' },
  { method: 'GET', route: '/dashboard/*', needs: null, scope: 'self', ask: () => ({ path: '/dashboard/' }) },
  { method: 'GET', route: '/api/openapi.json', needs: null, scope: 'self' },
  { method: 'GET', route: '/api/asyncapi.json', needs: null, scope: 'self' },
  // A wrong token signs nobody in, but everyone gets an answer.
  {
    method: 'POST',
    route: '/api/session',
    needs: null,
    scope: 'self',
    ask: () => ({ body: { token: 'none' } }),
    status: 401,
  },
  // The setup of the GitHub App. Without the cookie of a browser that began, its other pages say so.
  { method: 'GET', route: '/github/setup', needs: 'admin', scope: 'service' },
  {
    method: 'GET',
    route: '/github/setup/done',
    needs: null,
    scope: 'self',
    ask: () => ({ path: '/github/setup/done?code=none&state=none' }),
    status: 403,
  },
  {
    method: 'POST',
    route: '/github/setup/done',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: 'code=none&state=none', type: 'application/x-www-form-urlencoded' }),
    status: 403,
  },
  // GitHub has no credential: an unsigned request is refused, whoever sends it.
  {
    method: 'POST',
    route: '/api/github/webhook',
    needs: null,
    scope: 'self',
    ask: () => ({ body: {} }),
    status: 401,
  },
  { method: 'GET', route: '/api/session', needs: 'viewer', scope: 'self' },
  { method: 'DELETE', route: '/api/session', needs: 'viewer', scope: 'self', status: 204 },
  {
    method: 'POST',
    route: '/api/ws-ticket',
    needs: 'viewer',
    scope: 'self',
    ask: () => ({ body: { topic: 'validation_updates' } }),
    status: 201,
  },

  {
    method: 'POST',
    route: '/api/validate',
    needs: 'editor',
    scope: 'service',
    ask: () => ({ body: SUBMITTED }),
    status: 201,
  },
  { method: 'GET', route: '/api/validations', needs: 'viewer', scope: 'list' },
  {
    method: 'GET',
    route: '/api/validations/history',
    needs: 'viewer',
    scope: 'list',
    ask: () => ({ path: '/api/validations/history?file_path=fixture-a.md' }),
  },
  { method: 'GET', route: '/api/validations/report', needs: 'viewer', scope: 'list' },
  {
    method: 'POST',
    route: '/api/validations/bulk',
    needs: 'viewer',
    scope: 'list',
    ask: ({ validation: id }) => ({ body: { action: 'approve', ids: [id] } }),
  },
  thing('GET', validation(''), 'viewer'),
  thing('GET', validation('/content'), 'viewer'),
  thing('GET', validation('/enhanced'), 'viewer'),
  thing('GET', validation('/diff'), 'viewer'),
  thing('GET', validation('/comparison'), 'viewer'),
  thing('GET', validation('/report'), 'viewer'),
  thing('GET', validation('/events'), 'viewer'),
  thing('POST', validation('/approve'), 'reviewer'),
  thing('POST', validation('/reject'), 'reviewer'),
  thing('POST', validation('/reopen'), 'reviewer', { status: 409 }),
  thing('POST', validation('/enhance'), 'reviewer'),
  thing('POST', validation('/revalidate'), 'editor', { status: 201 }),
  thing('POST', validation('/ignore'), 'reviewer', {
    ask: ({ fingerprint }) => ({ body: { fingerprints: [fingerprint] } }),
  }),
  thing('POST', validation('/restore'), 'reviewer', {
    ask: ({ fingerprint }) => ({ body: { fingerprints: [fingerprint] } }),
  }),
  {
    method: 'GET',
    route: '/api/ignored',
    needs: 'viewer',
    scope: 'list',
    ask: () => ({ path: '/api/ignored?file_path=fixture-a.md' }),
  },

  { method: 'GET', route: '/api/documents', needs: 'viewer', scope: 'list' },
  {
    method: 'DELETE',
    route: '/api/documents',
    needs: 'admin',
    scope: 'service',
    ask: ({ path }) => ({ path: `/api/documents?family=cells&file_path=${path}&confirm=${path}` }),
  },
  { method: 'GET', route: '/api/documents/owners', needs: 'viewer', scope: 'list' },
  { method: 'GET', route: '/api/documents/folders', needs: 'viewer', scope: 'list' },
  thing('GET', '/api/documents/one', 'viewer', {
    ask: ({ path }) => ({ path: `/api/documents/one?family=cells&file_path=${path}` }),
  }),

  { method: 'GET', route: '/api/quality', needs: 'viewer', scope: 'list' },

  { method: 'GET', route: '/api/recommendations', needs: 'viewer', scope: 'list' },
  { method: 'GET', route: '/api/recommendations/groups', needs: 'viewer', scope: 'list' },
  {
    method: 'POST',
    route: '/api/recommendations/bulk',
    needs: 'viewer',
    scope: 'list',
    ask: ({ recommendation: id }) => ({ body: { action: 'approve', ids: [id] } }),
  },
  thing('GET', recommendation(''), 'viewer'),
  thing('GET', recommendation('/events'), 'viewer'),
  thing('POST', recommendation('/approve'), 'reviewer'),
  thing('POST', recommendation('/reject'), 'reviewer'),
  thing('POST', recommendation('/reopen'), 'reviewer', { status: 409 }),
  thing('POST', recommendation('/undo'), 'reviewer', { status: 409 }),
  thing('POST', recommendation('/apply'), 'reviewer', {
    ask: ({ approved }) => ({ path: `/api/recommendations/${approved}/apply` }),
  }),

  thing('POST', '/api/batches/:id/undo', 'viewer', {
    ask: ({ batch }) => ({ path: `/api/batches/${batch}/undo` }),
  }),

  { method: 'GET', route: '/api/workflows', needs: 'viewer', scope: 'list' },
  {
    method: 'POST',
    route: '/api/workflows',
    needs: 'editor',
    scope: 'service',
    ask: () => ({ body: { type: 'batch_validation', family: 'cells' } }),
    status: 201,
  },
  thing('GET', '/api/workflows/:id', 'viewer'),
  thing('GET', '/api/workflows/:id/documents', 'viewer'),
  thing('POST', '/api/workflows/:id/documents', 'editor', {
    ask: () => ({ body: { documents: [{ file_path: 'fixture-a.md', content: 'A' }] } }),
  }),
  ...RUN_ACTIONS.map((action) => thing('POST', `/api/workflows/:id/${action}`, 'editor')),
  thing('GET', '/api/workflows/:id/summary', 'viewer'),
  thing('GET', '/api/workflows/:id/comparison', 'viewer'),
  thing('GET', '/api/workflows/:id/report', 'viewer'),
  thing('GET', '/api/workflows/:id/patch', 'viewer'),
  // The pack has no source here either.
  thing('POST', '/api/workflows/:id/deliver', 'editor', { ask: () => ({ body: {} }), status: 422 }),
  thing('GET', '/api/workflows/:id/events', 'viewer'),

  { method: 'GET', route: '/api/families', needs: 'viewer', scope: 'list' },
  thing('GET', '/api/families/:name', 'viewer'),
  thing('GET', '/api/families/:name/approved', 'viewer'),
  thing('GET', '/api/families/:name/patch', 'viewer'),
  {
    method: 'PUT',
    route: '/api/families/:name',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: { extends: 'default' } }),
  },
  // The pack has no source: a caller who may use the route is told so.
  thing('POST', '/api/families/:name/deliver', 'editor', { ask: () => ({ body: {} }), status: 422 }),
  {
    method: 'POST',
    route: '/api/families/:name/test',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: { extends: 'default' } }),
  },
  // The body is not an archive. A caller who may use the route is told so; others are not.
  {
    method: 'POST',
    route: '/api/families/:name/styles',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: 'none', type: 'application/zip' }),
    status: 422,
  },

  { method: 'GET', route: '/api/events', needs: 'viewer', scope: 'list' },
  {
    method: 'GET',
    route: '/api/events/stream',
    needs: 'viewer',
    scope: 'list',
    ask: () => ({ path: '/api/events/stream?after=0' }),
  },
  { method: 'GET', route: '/api/stats', needs: 'viewer', scope: 'list' },
  { method: 'GET', route: '/api/monitoring', needs: 'viewer', scope: 'service' },
  { method: 'GET', route: '/metrics', needs: 'viewer', scope: 'service' },
  { method: 'GET', route: '/api/tokens', needs: 'admin', scope: 'service' },
  {
    method: 'POST',
    route: '/api/tokens',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: { name: crypto.randomUUID(), role: 'viewer' } }),
    status: 201,
  },
  {
    method: 'DELETE',
    route: '/api/tokens/:id',
    needs: 'admin',
    scope: 'service',
    ask: ({ token }) => ({ path: `/api/tokens/${token}` }),
  },
  { method: 'GET', route: '/api/webhooks', needs: 'admin', scope: 'service' },
  // Only mode `open` sends events to loopback: a caller who may use the route is told so.
  {
    method: 'POST',
    route: '/api/webhooks',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ body: { url: 'https://127.0.0.1/', events: ['gate_changed'] } }),
    status: 422,
  },
  webhook('GET', ''),
  webhook('DELETE', '', 204),
  webhook('POST', '/resume'),
  webhook('GET', '/deliveries'),
  {
    method: 'POST',
    route: '/api/webhooks/:id/deliveries/:delivery/replay',
    needs: 'admin',
    scope: 'service',
    ask: ({ webhook: id }) => ({ path: `/api/webhooks/${id}/deliveries/none/replay` }),
    status: 404,
  },
  { method: 'GET', route: '/api/export', needs: 'admin', scope: 'service' },
  {
    method: 'DELETE',
    route: '/api/export/:id',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ path: '/api/export/none' }),
    status: 204,
  },
  { method: 'GET', route: '/api/import', needs: 'admin', scope: 'service' },
  // The service is not empty, and the body is no export: a caller who may use the route is told so.
  {
    method: 'POST',
    route: '/api/import',
    needs: 'admin',
    scope: 'service',
    ask: () => ({ path: '/api/import?line=0', body: '{}', type: 'application/x-ndjson' }),
    status: 422,
  },
  // A plain GET. The topics are tested below.
  {
    method: 'GET',
    route: '/ws/:topic',
    needs: 'viewer',
    scope: 'self',
    ask: () => ({ path: '/ws/validation_updates' }),
    status: 426,
  },
];

export interface TopicRow {
  topic: (fixture: Fixture) => string;
  /** As the documentation writes it. */
  name: string;
  scope: 'list' | 'service';
}

/** All topics need the role viewer. A listener hears of its own families only. */
export const TOPIC_TABLE: readonly TopicRow[] = [
  { name: 'validation_updates', topic: () => 'validation_updates', scope: 'list' },
  { name: 'validation_{id}', topic: ({ validation: id }) => `validation_${id}`, scope: 'list' },
  { name: 'recommendation_{id}', topic: ({ recommendation: id }) => `recommendation_${id}`, scope: 'list' },
  { name: '{workflow_id}', topic: ({ workflow }) => workflow, scope: 'list' },
  { name: 'family_{name}', topic: () => 'family_cells', scope: 'service' },
];
