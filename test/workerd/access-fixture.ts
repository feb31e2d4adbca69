/** What a row of the table of access is tried on. */
import { env } from 'cloudflare:workers';
import type { BulkResponse } from '../../src/shared/api/decisions.ts';
import type { RunDetail } from '../../src/shared/api/runs.ts';
import type { WebhookCreated } from '../../src/shared/api/webhooks.ts';
import type { ValidateResponse } from '../../src/shared/api/validations.ts';
import type { Fixture, Row } from './access-table.ts';
import { admin, ask, makeToken } from './deployment.ts';
import { SPACES_ON } from '../spaces-on.ts';

/** Nothing happens that it would be told of. */
const RECEIVER = 'https://hooks.example.com/';

/** What exists before a cell of the table is tried. The expensive parts are made only for routes that need them. */
export async function makeFixture(route = ''): Promise<Fixture> {
  const made = await admin<ValidateResponse>('/api/validate', {
    content: `# Title\n\nText   \nmore.\n\n### Too deep\n\nText.\n${SPACES_ON}`,
    file_path: `fixture-${crypto.randomUUID()}.md`,
    family: 'cells',
  });
  const [recommendation, approved] = made.recommendations.filter(({ edits }) => edits.length > 0);
  const isApplied = /\/(?:enhanced|diff)$/.test(route);
  if (isApplied || route.endsWith('/apply')) await admin(`/api/recommendations/${approved!.id}/approve`, {});
  if (isApplied) await admin(`/api/recommendations/${approved!.id}/apply`, {});
  const batch = route.includes('/batches/')
    ? (
        await admin<BulkResponse>('/api/recommendations/bulk', {
          action: 'approve',
          ids: [recommendation!.id],
        })
      ).batch_id
    : '';
  const workflow = route.includes('workflow') ? await makeWorkflow(route) : crypto.randomUUID();
  const webhook = route.includes('/webhooks/:id')
    ? (await admin<WebhookCreated>('/api/webhooks', { url: RECEIVER, events: ['gate_changed'] })).id
    : '';
  const isAboutTokens = route.includes('/tokens/:id');
  return {
    validation: made.id,
    path: made.file_path,
    recommendation: recommendation!.id,
    approved: approved!.id,
    fingerprint: made.issues[0]!.fingerprint,
    workflow,
    batch,
    webhook,
    token: isAboutTokens ? (await makeToken({ name: 'to be revoked', role: 'viewer' })).id : '',
  };
}

/** A run of one document, in the state that the route needs. */
async function makeWorkflow(route: string): Promise<string> {
  const { id } = await admin<RunDetail>('/api/workflows', {
    type: 'batch_validation',
    name: 'fixture-run',
    family: 'cells',
  });
  await admin(`/api/workflows/${id}/documents`, { documents: [{ file_path: 'fixture-b.md', content: 'B' }] });
  const state = new Map([
    ['pause', 'running'],
    ['resume', 'paused'],
    ['retry', 'failed'],
  ]).get(route.split('/').at(-1) ?? '');
  if (state !== undefined) {
    await env.DB.prepare('update workflows set state = ? where id = ?').bind(state, id).run();
  }
  return id;
}

/** Sends the request of a row. @param variables - settings of the service */
export function askRow(
  { method, route, ask: requestOf }: Row,
  fixture: Fixture,
  headers: Record<string, string>,
  variables: Record<string, string> = {},
): Promise<Response> {
  const { path = fill(route, fixture), body, type = 'application/json' } = requestOf?.(fixture) ?? {};
  const isEmpty = body === undefined;
  return ask(
    path,
    {
      method,
      ...(!isEmpty && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: { ...(!isEmpty && { 'Content-Type': type }), ...headers },
    },
    variables,
  );
}

const fill = (route: string, fixture: Fixture) =>
  route
    .replace('/api/validations/:id', `/api/validations/${fixture.validation}`)
    .replace('/api/recommendations/:id', `/api/recommendations/${fixture.recommendation}`)
    .replace('/api/workflows/:id', `/api/workflows/${fixture.workflow}`)
    .replace(':name', 'cells');
