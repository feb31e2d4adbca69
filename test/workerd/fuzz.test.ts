/** The short form of the fuzzing, inside of workerd. `npm run fuzz` is the long form: over HTTP, with another validator. */
import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { dereference, validate } from '@cfworker/json-schema';
import { expect, it, vi } from 'vitest';
import { app } from '../../src/app.ts';
import text from '../../public/schemas/openapi.json?raw';
import type { Answer } from '../fuzz/answers.ts';
import { fuzz } from '../fuzz/campaign.ts';
import { ApiDocument, type Json, partAt, type Schema, type Validate } from '../fuzz/document.ts';
import type { Sent } from '../fuzz/requests.ts';
import { ORIGIN } from './listener.ts';

const SECONDS = 20;
const SEED = Number(env.FUZZ_SEED) || 1;

/** Validates without generated code, which workerd does not run. */
function validator(document: Schema): Validate {
  // It does not look into lists.
  const whole = withoutLists(document) as Schema;
  const lookup = dereference(whole);
  return (pointer, value) => {
    const { valid, errors } = validate(value, partAt(whole, pointer), '2020-12', lookup, false);
    if (valid) return null;
    const last = errors.slice(-3).map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
    return last.join('; ');
  };
}

function withoutLists(document: Json): Json {
  const paths = Object.entries<Json>(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries<Json>(methods).map(([method, operation]) => [
        method,
        { ...operation, parameters: { ...operation.parameters } },
      ]),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
}

async function send({ operation: { method }, path, headers, body }: Sent): Promise<Answer> {
  const request = new Request(ORIGIN + path, { method, headers, ...(body && { body }) });
  const context = createExecutionContext();
  const response = await app.fetch(request, env, context);
  const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream');
  const answer = { status: response.status, headers: Object.fromEntries(response.headers) };
  if (!isStream) return { ...answer, text: new TextDecoder().decode(await response.arrayBuffer()) };
  await response.body?.cancel();
  return { ...answer, text: '' };
}

it('answers every request as the OpenAPI document says', { timeout: 90_000 }, async () => {
  const logged = vi.spyOn(console, 'error');
  const document = new ApiDocument(JSON.parse(text) as Schema, validator);
  const { faults, untried, requests, well, neverWell } = await fuzz({
    document,
    send,
    seconds: SECONDS,
    seed: SEED,
    atOnce: 4,
  });
  console.log(requests, well, neverWell.join(' '));
  expect(faults).toEqual([]);
  expect(untried).toEqual([]);
  expect(logged.mock.calls).toEqual([]);
});
