/** The OpenAPI document says what there is: every route, and the schemas that its requests are parsed with. */
import { dereference, validate } from '@cfworker/json-schema';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { packSchema } from '../../src/engine/packs/pack.ts';
import type { LiveEvent } from '../../src/shared/events.ts';
import { messageBody } from '../../src/webhooks/message.ts';
import { app } from '../../src/app.ts';
import { OPERATIONS } from '../../src/describe/index.ts';
import text from '../../public/schemas/openapi.json?raw';
import live from '../../public/schemas/asyncapi.json?raw';
import { inputSchema } from '../../scripts/describe/input-schemas.ts';
import { closed, withoutExamples, type Json, type Schema } from '../fuzz/document.ts';
import { ADMIN, ask, bearer, connect, DEPLOYED, sendJson } from './deployment.ts';
import { readEventStream } from './event-source.ts';

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

  it.each([...bodies, ['a rule pack', packSchema] as const])(
    '%s takes no list for an object',
    (_key, schema) => {
      const objects = objectsIn(schema as unknown as v.GenericSchema);
      expect(objects).not.toEqual([]);
      expect(objects.filter((one) => v.is(one, []))).toEqual([]);
    },
  );

  it.each([...queries, ...bodies])('%s takes no text that its description refuses', (_key, schema) => {
    const taken = textsIn(schema as unknown as v.GenericSchema).flatMap((one) => {
      const asJson = inputSchema(one);
      const most = Number(asJson['maxLength'] ?? 40);
      const texts = ['\na', 'a\r', '\u{0}a', ' a', 'a ', ' ', '', `${'a'.repeat(most)} `, 'a'.repeat(most)];
      return texts
        .filter((put) => v.is(one, put) && !validate(put, asJson, '2020-12').valid)
        .map((put) => [put.slice(0, 5), asJson]);
    });
    expect(taken).toEqual([]);
  });
});

/** Every schema of an object that a schema has in it. */
function objectsIn(schema: v.GenericSchema): v.GenericSchema[] {
  // A pipe begins with the schema that it copies: that one is there already.
  const isObject = /object|record/.test(schema.type) && !('pipe' in schema);
  const within = partsOf(schema).flatMap(objectsIn);
  return isObject ? [schema, ...within] : within;
}

/** Every schema of a text that a schema has in it. */
function textsIn(schema: v.GenericSchema): v.GenericSchema[] {
  return schema.type === 'string' ? [schema] : partsOf(schema).flatMap(textsIn);
}

function partsOf(schema: v.GenericSchema): v.GenericSchema[] {
  const { entries, options, pipe, item, value, wrapped } = schema as Json;
  const parts = [...Object.values(entries ?? {}), ...(options ?? []), ...(pipe ?? []), item, value, wrapped];
  return parts.filter((part) => part?.kind === 'schema');
}

const post = async (path: string, body: unknown, method = 'POST') => {
  const response = await ask(path, sendJson(method, body, bearer(ADMIN)));
  expect(response.status, path).toBeLessThan(300);
  return response.json<Json>();
};

describe('the AsyncAPI document', () => {
  const messagesOf: Schema = closed(JSON.parse(live));
  const lookup = dereference(messagesOf);
  /** What is wrong with a message by the document. */
  const faultsOf = (message: string): string[] => {
    const said: Json = JSON.parse(message);
    const messages: Record<string, Schema> = messagesOf['components'].messages;
    const [found] = Object.values(messages).filter(({ payload }) => {
      const schema = payload.$ref
        ? messagesOf['components'].schemas[payload.$ref.split('/').at(-1)]
        : payload;
      return said.type === undefined ? schema.properties.from : schema.properties.type?.const === said.type;
    });
    if (!found) return [`no message is ${message}`];
    const { errors } = validate(said, found['payload'], '2020-12', lookup, false);
    return errors.slice(-1).map(({ instanceLocation, error }) => `${instanceLocation} ${error} ${message}`);
  };

  const { webhooks, components } = JSON.parse(text) as Schema;
  const webhooksOf: Schema = closed({
    webhooks: withoutExamples(webhooks),
    components: { schemas: components.schemas },
  });
  const webhookLookup = dereference(webhooksOf);
  /** What is wrong with what a webhook is sent of an event, by the OpenAPI document. */
  const webhookFaultsOf = (event: LiveEvent): string[] => {
    const body = JSON.parse(messageBody({ id: 'w', format: 'standard', origin: DEPLOYED }, event));
    const { content } = webhooksOf['webhooks'][event.type].post.requestBody;
    const { schema } = content['application/json'];
    return validate(body, schema, '2020-12', webhookLookup, false).errors.map(
      ({ instanceLocation, error }) => `${event.type} ${instanceLocation} ${error}`,
    );
  };

  it('has every message that a live connection sends, and the OpenAPI document every one of webhooks', async () => {
    const stream = readEventStream(await ask('/api/events/stream', { headers: bearer(ADMIN) }));
    const flat = await connect('/ws/validation_updates', bearer(ADMIN));
    const framed = await connect('/ws/validation_updates', {
      ...bearer(ADMIN),
      'Sec-WebSocket-Protocol': 'galley.v1',
    });
    const made = await post('/api/validate', { content: '# Title\n\n### Too deep\n', file_path: 'a.md' });
    const [proposed] = made.recommendations;
    await post(`/api/recommendations/${proposed.id}/approve`, { note: 'yes' });
    await post(`/api/recommendations/${proposed.id}/undo`, {});
    await post(`/api/recommendations/${proposed.id}/approve`, {});
    await post(`/api/validations/${made.id}/approve`, {});
    await post(`/api/validations/${made.id}/enhance`, {});
    await post(`/api/validations/${made.id}/ignore`, { fingerprints: [made.issues[0].fingerprint] });
    await post('/api/tokens', { name: 'a listener', role: 'viewer' });
    await post('/api/webhooks', { url: 'https://hooks.example.com/', events: ['versions_deleted'] });
    await post('/api/families/words', { extends: 'default', gate: { all: { error: 0 } } }, 'PUT');
    await post('/api/workflows', { type: 'batch_validation' });
    await post('/api/documents?family=default&file_path=a.md&confirm=a.md', {}, 'DELETE');
    for (const { socket } of [flat, framed]) {
      socket.send('{"type":"ping"}');
      socket.send('{"type":"nothing"}');
      socket.send(JSON.stringify({ type: 'auth', token: ADMIN }));
    }
    const types = () => flat.messages.map((message) => (JSON.parse(message) as { type?: string }).type);
    await vi.waitFor(
      () => expect(types()).toEqual(expect.arrayContaining(['document_deleted', 'authenticated'])),
      { timeout: 10_000 },
    );
    await vi.waitFor(() => expect(framed.messages.join()).toContain('document_deleted'), { timeout: 10_000 });
    expect(new Set(types()).size).toBeGreaterThan(14);
    expect([...flat.messages, ...framed.messages].flatMap(faultsOf)).toEqual([]);
    const streamed = () => stream.told.flatMap(({ data }) => data ?? []);
    await vi.waitFor(() => expect(streamed().join()).toContain('document_deleted'), { timeout: 10_000 });
    expect(streamed().flatMap(faultsOf)).toEqual([]);
    const events = stream.told.flatMap(({ event, data }) =>
      event === undefined && data !== undefined ? [JSON.parse(data) as LiveEvent] : [],
    );
    expect(events.length).toBeGreaterThan(12);
    expect(events.flatMap(webhookFaultsOf)).toEqual([]);
    await stream.stop();
    flat.socket.close(1000, 'done');
    framed.socket.close(1000, 'done');
  });
});
