import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { includesRole, ROLES, type Role } from '../../src/shared/roles.ts';
import openApi from '../../public/schemas/openapi.json?raw';
import { askRow, makeFixture } from './access-fixture.ts';
import { ACCESS_TABLE, TOPIC_TABLE, type Row } from './access-table.ts';
import { ADMIN, ask, bearer, connect, makeToken } from './deployment.ts';

const described = JSON.parse(openApi) as { paths: Record<string, Record<string, { responses: object }>> };

/** A caller: a header, and what the service knows about its principal. */
interface Caller {
  headers: Record<string, string>;
  /** null: not signed in. */
  role: Role | null;
  /** The families that the caller is limited to. */
  families: 'all' | 'cells' | 'others';
}
const callers = new Map<string, Caller>();
const LIMITS = ['all', 'cells', 'others'] as const;

const nobody = (headers: Record<string, string>): Caller => ({ headers, role: null, families: 'all' });

beforeAll(async () => {
  callers.set('no credential', nobody({}));
  callers.set('malformed', nobody({ Authorization: 'Bearer' }));
  callers.set('unknown', nobody(bearer(`galley_${'0'.repeat(32)}_${'A'.repeat(43)}`)));
  const expired = await makeToken({ name: 'expired', role: 'admin' });
  await env.DB.prepare("update tokens set expires_at = '2020-01-01T00:00:00.000Z' where id = ?")
    .bind(expired.id)
    .run();
  callers.set('expired', nobody(bearer(expired.token)));
  const revoked = await makeToken({ name: 'revoked', role: 'admin' });
  const gone = await ask(`/api/tokens/${revoked.id}`, { method: 'DELETE', headers: bearer(ADMIN) });
  expect(gone.status).toBe(200);
  callers.set('revoked', nobody(bearer(revoked.token)));
  for (const role of ROLES) {
    for (const families of LIMITS) {
      const names = { all: undefined, cells: ['cells', 'pdf'], others: ['words'] }[families];
      const made = await makeToken({
        name: `${role} of ${families}`,
        role,
        ...(names && { families: names }),
      });
      callers.set(`${role}, ${families}`, { headers: bearer(made.token), role, families });
    }
  }
  callers.set('the first admin', { headers: bearer(ADMIN), role: 'admin', families: 'all' });
});

/** The statuses that the OpenAPI document has for a route; undefined for pages, which are not in it. */
function describedStatuses({ method, route }: Row): string[] | undefined {
  const operation = described.paths[route.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  return operation && Object.keys(operation.responses);
}

/** credentials.test.ts tests what is logged about denials. */
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));

function expected({ needs, scope, status = 200 }: Row, { role, families }: Caller): number {
  if (needs === null) return status;
  if (role === null) return 401;
  if (scope === 'thing' && families === 'others') return 404;
  if (!includesRole(role, needs)) return 403;
  // A caller who is limited to families may not use routes about all of them.
  if (scope === 'service' && (needs === 'editor' ? families === 'others' : families !== 'all')) return 403;
  return status;
}

/** Reads a whole answer; of a stream, its first part. */
async function readBody(response: Response): Promise<string> {
  const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
  if (!isStream || !response.body) return response.text();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const chunk = await Promise.race([reader.read(), scheduler.wait(200).then(() => undefined)]);
    if (!chunk || chunk.done) break;
    text += chunk.value;
  }
  await reader.cancel();
  return text;
}

describe('every route', () => {
  it.each(ACCESS_TABLE.map((row) => [`${row.method} ${row.route}`, row] as const))(
    '%s',
    async (_name, row) => {
      let fixture = await makeFixture(row.route);
      for (const [name, caller] of callers) {
        const response = await askRow(row, fixture, caller.headers);
        const text = await readBody(response);
        const wanted = expected(row, caller);
        expect(response.status, `${name}: ${text.slice(0, 300)}`).toBe(wanted);
        expect(describedStatuses(row) ?? [String(wanted)]).toContain(String(wanted));
        if (response.status >= 400) {
          expect(response.headers.get('Content-Type')).toBe('application/problem+json');
          expect(text).not.toContain('fixture-');
        }
        if (response.status === 401) expect(response.headers.get('WWW-Authenticate')).toContain('Bearer');
        expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
        // Data of other families is in no list.
        if (row.scope === 'list' && caller.families === 'others') {
          expect(text).not.toMatch(/fixture-|"cells"/);
          if (row.method === 'POST') expect(text).toContain('"status":404');
        }
        if (row.scope === 'list' && row.method === 'POST' && caller.role === 'viewer') {
          expect(text).toMatch(/"status":40[34]/);
        }
        if (row.method !== 'GET' && response.ok) fixture = await makeFixture(row.route);
      }
    },
  );

  it('is in the table', () => {
    const known = new Set(ACCESS_TABLE.map(({ method, route }) => `${method} ${route}`));
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`);
    expect([...new Set(routes)].filter((route) => !known.has(route))).toEqual([]);
    expect([...known].filter((route) => !routes.includes(route))).toEqual([]);
  });
});

describe('every topic', () => {
  it.each(TOPIC_TABLE.map((row) => [row.name, row] as const))('%s', async (_name, { topic, scope }) => {
    const fixture = await makeFixture();
    for (const [name, caller] of callers) {
      const { socket, first: said } = await connect(`/ws/${topic(fixture)}`, caller.headers);
      if (caller.role === null) expect(said, name).toBe('4001');
      else if (scope === 'service' && caller.families === 'others') expect(said, name).toBe('4003');
      else expect(said, name).toContain('connection_established');
      if (socket.readyState === WebSocket.OPEN) socket.close(1000, 'done');
    }
  });
});
