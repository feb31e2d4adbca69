/** The OpenAPI document says what there is: every route, and the schemas that its requests are parsed with. */
import { describe, expect, it, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { OPERATIONS } from '../../src/describe/index.ts';
import text from '../../public/schemas/openapi.json?raw';
import live from '../../public/schemas/asyncapi.json?raw';
import { ADMIN, ask, bearer } from './deployment.ts';

interface Described {
  operationId: string;
  summary: string;
  'x-access': { role: string | null };
}
const document = JSON.parse(text) as { paths: Record<string, Record<string, Described>> };

/** Pages for people: they are no part of the API. */
const PAGES = ['GET /dashboard/*', 'GET /github/setup', 'GET /github/setup/done', 'POST /github/setup/done'];

const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe('the OpenAPI document', () => {
  it('has every route, and no other', () => {
    const routes = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/\/$/, '')}`)
      .filter((route) => !PAGES.includes(route))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted());
  });

  it.each([
    ['/api/openapi.json', text],
    ['/api/asyncapi.json', live],
  ])('is served at %s to anyone, and not twice to who has it', async (path, file) => {
    const first = await ask(path);
    expect(first.status).toBe(200);
    expect(first.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(await first.json()).toEqual(JSON.parse(file));
    const again = await ask(path, { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } });
    expect(again.status).toBe(304);
    expect((await ask(path, { method: 'HEAD' })).status).toBe(200);
  });
});

/** A schema, as far as it is spied on: every parse of it begins here. */
type Spied = Record<'~run', (...input: unknown[]) => unknown>;

describe('the schema that is described is the one that parses', () => {
  const queries = Object.entries(OPERATIONS).flatMap(([key, { query }]) =>
    query ? [[key, query as unknown as Spied] as const] : [],
  );
  it.each(queries)('the query of %s', async (key, schema) => {
    const parse = vi.spyOn(schema, '~run');
    const [method = '', route = ''] = key.split(' ');
    const path = route.replace(':topic', 'validation_updates').replaceAll(/:\w+/g, 'none');
    const headers = { ...bearer(ADMIN), ...(route.startsWith('/ws/') && { Upgrade: 'websocket' }) };
    await ask(path + (route.endsWith('/import') ? '?line=x' : ''), {
      method,
      headers: { 'Content-Type': 'application/x-ndjson', ...headers },
      ...(method === 'POST' && { body: '{}' }),
    });
    expect(parse).toHaveBeenCalled();
    parse.mockRestore();
  });

  const bodies = Object.entries(OPERATIONS).flatMap(([key, { body }]) =>
    body?.json ? [[key, body.json as unknown as Spied] as const] : [],
  );
  it.each(bodies)('the body of %s', async (key, schema) => {
    const parse = vi.spyOn(schema, '~run');
    const [method = '', route = ''] = key.split(' ');
    await ask(route.replaceAll(/:\w+/g, 'none'), {
      method,
      headers: { 'Content-Type': 'application/json', ...bearer(ADMIN) },
      body: '{"unknown": 1}',
    });
    expect(parse).toHaveBeenCalled();
    parse.mockRestore();
  });
});
