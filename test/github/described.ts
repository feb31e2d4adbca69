/** GitHub's own description of its API: checks requests, and completes and checks answers. */
import { Validator, type Schema } from '@cfworker/json-schema';
import description from './operations.json';

interface Operation {
  query: string[];
  body?: Schema;
  answers: Record<string, Schema>;
}
const { definitions } = description as unknown as { definitions: Record<string, Schema> };
const operations = (description as unknown as { operations: Record<string, Operation> }).operations;

/** Routes by pattern: `GET /repos/{owner}/{repo}/git/ref/{ref}`. A ref may have slashes. */
const PATTERNS = Object.keys(operations).map((name) => {
  const [method = '', path = ''] = name.split(' ');
  const pattern = path.replaceAll(/\{(\w+)\}/g, (_all, key: string) =>
    key === 'ref' && path.includes('/git/ref') ? '(?<ref>.+)' : `(?<${key}>[^/]+)`,
  );
  return { name, method, pattern: new RegExp(`^${pattern}$`) };
});

export interface Match {
  name: string;
  parameters: Record<string, string>;
}

/** Finds the operation of a request. @throws for one that GitHub, or the GitHub of the tests, does not have */
export function findOperation(method: string, path: string): Match {
  for (const { name, method: own, pattern } of PATTERNS) {
    const found = own === method ? pattern.exec(path) : null;
    if (!found) continue;
    const parameters = Object.entries(found.groups ?? {}).map(([key, value]) => [
      key,
      decodeURIComponent(value),
    ]);
    return { name, parameters: Object.fromEntries(parameters) as Record<string, string> };
  }
  throw new Error(`The description of GitHub's API has no ${method} ${path}`);
}

/** Checks the query and the body of a request. @throws with what is wrong */
export function checkRequest(name: string, query: URLSearchParams, body: unknown): void {
  const operation = operations[name];
  const unknown = [...query.keys()].filter((key) => !operation?.query.includes(key));
  if (unknown.length > 0) throw new Error(`${name} has no parameter ${unknown.join(', ')}`);
  if (operation?.body) check(`the body of ${name}`, operation.body, body ?? {});
}

/** Completes an answer with what its schema requires, and checks it. */
export function answerOf(name: string, status: number, data: unknown): unknown {
  const schema = operations[name]?.answers[String(status)];
  if (!schema) throw new Error(`${name} does not answer ${status}`);
  const whole = complete(schema, data);
  check(`the answer of ${name}`, schema, whole);
  return whole;
}

/** A validator walks all definitions when it is made. */
const validators = new Map<Schema, Validator>();

function check(what: string, schema: Schema, data: unknown): void {
  const known = validators.get(schema) ?? new Validator({ ...schema, definitions }, '7');
  validators.set(schema, known);
  const { valid, errors } = known.validate(data);
  if (valid) return;
  const told = errors.slice(-3).map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`);
  throw new Error(`${what} is not what GitHub describes: ${told.join('; ')}`);
}

/** The data, with the least that makes what is required. */
function complete(schema: Schema, data: unknown): unknown {
  if (schema.$ref !== undefined) {
    return complete(definitions[schema.$ref.replace('#/definitions/', '')] ?? {}, data);
  }
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice && data === undefined) return complete(choice, data);
  if (data === null) return null;
  if (schema.allOf) return schema.allOf.reduce<unknown>((made, one) => complete(one, made), data);
  const type: unknown = Array.isArray(schema.type) ? (schema.type as string[])[0] : schema.type;
  if (Array.isArray(data))
    return data.map((one) => complete((schema.items as Schema | undefined) ?? {}, one));
  if (type === 'object' || schema.properties) {
    const given = { ...(data as Record<string, unknown> | undefined) };
    const { properties = {}, required = [] } = schema as {
      properties?: Record<string, Schema>;
      required?: string[];
    };
    const named = Object.keys(given).filter((key) => properties[key] && given[key] !== undefined);
    for (const key of new Set([...required, ...named]))
      given[key] = complete(properties[key] ?? {}, given[key]);
    return given;
  }
  return data === undefined ? exampleOf(schema, type) : data;
}

function exampleOf(schema: Schema, type: unknown): unknown {
  if (Array.isArray(schema.enum)) return (schema.enum as unknown[])[0];
  if (Array.isArray(schema.type) && (schema.type as string[]).includes('null')) return null;
  if (type === 'array') return [];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return 1;
  if (schema.format === 'date-time') return '2026-11-29T00:00:00Z';
  if (schema.format === 'uri') return 'https://github.test/x';
  if (schema.format === 'email') return 'someone@github.test';
  return type === 'string' ? 'x' : {};
}
