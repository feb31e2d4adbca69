/** The client and the OpenAPI document agree: on paths and methods, and on the types of answers. */
import { describe, expect, it } from 'vitest';
import document from '../../public/schemas/openapi.json?raw';
import type { Answers } from '../describe/answers.ts';
import type { GalleyApi } from './galley-api.ts';
import { createApi } from './rest.ts';

/** The operation of each method. Of those with an action in their path, one stands for all. */
const OPERATIONS = {
  stats: 'GET /api/stats',
  monitoring: 'GET /api/monitoring',
  validations: 'GET /api/validations',
  validation: 'GET /api/validations/:id',
  content: 'GET /api/validations/:id/content',
  recommendations: 'GET /api/recommendations',
  recommendation: 'GET /api/recommendations/:id',
  events: 'GET /api/events',
  validate: 'POST /api/validate',
  validateFiles: 'POST /api/validate',
  history: 'GET /api/validations/history',
  documents: 'GET /api/documents',
  owners: 'GET /api/documents/owners',
  folders: 'GET /api/documents/folders',
  document: 'GET /api/documents/one',
  comparison: 'GET /api/validations/:id/comparison',
  quality: 'GET /api/quality',
  validationEvents: 'GET /api/validations/:id/events',
  recommendationEvents: 'GET /api/recommendations/:id/events',
  recommendationGroups: 'GET /api/recommendations/groups',
  decideRecommendation: 'POST /api/recommendations/:id/approve',
  undoRecommendation: 'POST /api/recommendations/:id/undo',
  undoBatch: 'POST /api/batches/:id/undo',
  decideRecommendations: 'POST /api/recommendations/bulk',
  decideValidation: 'POST /api/validations/:id/approve',
  decideValidations: 'POST /api/validations/bulk',
  enhance: 'POST /api/validations/:id/enhance',
  enhanced: 'GET /api/validations/:id/enhanced',
  diff: 'GET /api/validations/:id/diff',
  revalidate: 'POST /api/validations/:id/revalidate',
  ignore: 'POST /api/validations/:id/ignore',
  restore: 'POST /api/validations/:id/restore',
  ignored: 'GET /api/ignored',
  allIgnored: 'GET /api/ignored',
  runs: 'GET /api/workflows',
  run: 'GET /api/workflows/:id',
  createRun: 'POST /api/workflows',
  addDocuments: 'POST /api/workflows/:id/documents',
  runDocuments: 'GET /api/workflows/:id/documents',
  controlRun: 'POST /api/workflows/:id/start',
  runSummary: 'GET /api/workflows/:id/summary',
  runComparison: 'GET /api/workflows/:id/comparison',
  runEvents: 'GET /api/workflows/:id/events',
  runReport: 'GET /api/workflows/:id/report',
  families: 'GET /api/families',
  family: 'GET /api/families/:name',
  approved: 'GET /api/families/:name/approved',
  deliver: 'POST /api/families/:name/deliver',
  testFamily: 'POST /api/families/:name/test',
  putFamily: 'PUT /api/families/:name',
  session: 'GET /api/session',
  signIn: 'POST /api/session',
  signOut: 'DELETE /api/session',
  ticket: 'POST /api/ws-ticket',
  tokens: 'GET /api/tokens',
  createToken: 'POST /api/tokens',
  revokeToken: 'DELETE /api/tokens/:id',
  webhooks: 'GET /api/webhooks',
  webhook: 'GET /api/webhooks/:id',
  createWebhook: 'POST /api/webhooks',
  deleteWebhook: 'DELETE /api/webhooks/:id',
  resumeWebhook: 'POST /api/webhooks/:id/resume',
  webhookDeliveries: 'GET /api/webhooks/:id/deliveries',
  replayDelivery: 'POST /api/webhooks/:id/deliveries/:delivery/replay',
  exportPage: 'GET /api/export',
  endExport: 'DELETE /api/export/:id',
  importState: 'GET /api/import',
  importLines: 'POST /api/import',
} as const satisfies Record<keyof GalleyApi, keyof Answers>;

/** What a method gives. */
type Given<Method extends keyof GalleyApi> = Awaited<ReturnType<GalleyApi[Method]>>;
/** What its operation answers when all is well. */
type Answered<Method extends keyof GalleyApi> = Good<Answers[(typeof OPERATIONS)[Method]]>;
type Good<ByStatus> = ByStatus[keyof ByStatus & (200 | 201 | 202 | 204)];

/** Methods that do more than pass an answer on, or that ask for one of several: what they pass on. */
interface Chosen {
  /** JSON is one document. */
  validate: Extract<Answered<'validate'>, { issues: unknown }>;
  validateFiles: Extract<Answered<'validateFiles'>, { results: unknown }>['results'];
  diff: Exclude<Answered<'diff'>, string>;
  family: Exclude<Answered<'family'>, string>;
  ignored: Answered<'ignored'>;
  allIgnored: Extract<Answered<'allIgnored'>, { total: number }>;
  decideRecommendations: Answered<'decideRecommendations'> & { batch_ids: string[] };
  decideValidations: Answered<'decideValidations'> & { batch_ids: string[] };
  signOut: undefined;
  deleteWebhook: undefined;
  endExport: undefined;
}
type Passed<Method extends keyof GalleyApi> = Method extends keyof Chosen ? Chosen[Method] : Answered<Method>;

/** The methods whose type is not that of the answer. */
type Wrong = {
  [Method in keyof GalleyApi]: [Passed<Method>] extends [Given<Method>] ? never : Method;
}[keyof GalleyApi];

const paths = (JSON.parse(document) as { paths: Record<string, Record<string, unknown>> }).paths;
const described = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({
    key: `${method.toUpperCase()} ${path}`,
    pattern: new RegExp(`^${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  })),
);

describe('the typed client', () => {
  it.each(Object.entries(OPERATIONS))('%s asks for %s', async (method, operation) => {
    const asked: string[] = [];
    const client = createApi({
      baseUrl: 'http://galley.test',
      fetch: (url, init) => {
        asked.push(`${init?.method ?? 'GET'} ${new URL(new Request(url).url).pathname}`);
        return Promise.resolve(Response.json({ results: [{}], position: 0 }));
      },
    });
    const id = operation.includes('/:id') || operation.includes('/:name');
    await call(client, method, id ? ['an-id', 'approve', 'another'] : [{ ids: ['an-id'] }, []]);
    // A fixed path comes before the one with an id.
    const found = asked.map(
      (one) => described.find(({ key, pattern }) => key === one || pattern.test(one))?.key,
    );
    expect(new Set(found).size).toBe(1);
    const action = /\/(?:approve|start)$/;
    expect(found[0]?.replace(action, '')).toBe(operation.replaceAll(/:(\w+)/g, '{$1}').replace(action, ''));
  });

  it('gives what the operations answer', () => {
    const wrong: Wrong[] = [];
    expect(wrong satisfies never[]).toEqual([]);
  });
});

/** Calls a method with what it needs to ask. */
async function call(client: GalleyApi, method: string, input: readonly unknown[]): Promise<void> {
  const methods = client as unknown as Record<string, (...input: readonly unknown[]) => Promise<unknown>>;
  const files = [new File(['a'], 'a.md')];
  const special: Record<string, readonly unknown[]> = {
    validateFiles: [files],
    controlRun: ['an-id', 'start'],
    replayDelivery: ['an-id', 'another'],
    importLines: [0, ['{}']],
    exportPage: [],
    ignored: ['a.md'],
    signIn: ['a token'],
  };
  await methods[method]!(...(special[method] ?? input));
}
