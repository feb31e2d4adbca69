/** The OpenAPI document as the fuzzing needs it. */

// oxlint-disable-next-line typescript/no-explicit-any -- any part of a JSON document
export type Json = any;
export type Schema = Record<string, Json>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}
export interface Operation {
  /** As the document names it, e.g. `GET /api/stats`. */
  key: string;
  method: string;
  path: string;
  parameters: readonly Parameter[];
  /** Bodies by media type. */
  bodies: ReadonlyMap<string, { schema: Schema; example?: unknown }>;
  isBodyRequired: boolean;
  responses: ReadonlyMap<string, Schema>;
}

/** Says what is wrong with a value by the schema at a place of the document; null when nothing is. */
export type Validate = (pointer: string, value: unknown) => string | null;

export class ApiDocument {
  readonly operations: readonly Operation[];
  /** What is wrong with a value by a schema of the document, or null. */
  readonly problemsOf: Validate;
  readonly #document: Schema;

  /** @param validator - makes the function that validates; it is given the document with closed answers */
  constructor(document: Schema, validator: (document: Schema) => Validate) {
    this.#document = document;
    const { components } = document;
    this.problemsOf = validator({
      ...document,
      paths: withoutExamples(document['paths']),
      webhooks: withoutExamples(document['webhooks']),
      components: { ...components, schemas: closed(components.schemas) },
    });
    this.operations = Object.entries<Schema>(document['paths']).flatMap(([path, methods]) =>
      Object.entries<Schema>(methods).map(([method, operation]) => readOperation(method, path, operation)),
    );
  }

  /** A part of the document that a reference names. */
  resolve(part: Schema): Schema {
    const { $ref, ...rest } = part;
    if (typeof $ref !== 'string') return part;
    return { ...this.resolve(partAt(this.#document, $ref.slice(1))), ...rest };
  }
}

/** The part of a document at a JSON pointer (RFC 6901). */
export function partAt(document: Schema, pointer: string): Schema {
  return pointer
    .split('/')
    .slice(1)
    .reduce((at: Json, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

/** The pointer of a place below an operation. */
export function pointerOf({ method, path }: Operation, ...steps: (string | number)[]): string {
  const all = ['paths', path, method.toLowerCase(), ...steps];
  return all.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function readOperation(method: string, path: string, operation: Schema): Operation {
  return {
    key: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: (operation['parameters'] ?? []).map((one: Schema) => ({ required: false, ...one })),
    bodies: new Map(Object.entries(operation['requestBody']?.content ?? {})),
    isBodyRequired: operation['requestBody']?.required ?? false,
    responses: new Map(Object.entries(operation['responses'])),
  };
}

/** Examples are no schemas, though some validators look into them. */
export function withoutExamples(part: Json): Json {
  if (Array.isArray(part)) return part.map(withoutExamples);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, one]) => (name === 'example' ? [] : [[name, withoutExamples(one)]])),
  );
}

/** Schemas that take no field that they do not name. Clients must ignore such fields in answers; tests must not. */
export function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  const isObject = schema.type === 'object' && typeof schema.properties === 'object';
  return isObject && !('additionalProperties' in schema) ? { ...parts, additionalProperties: false } : parts;
}
