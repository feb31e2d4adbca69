/** JSON Schema of the schemas that requests are parsed with. */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import type { JsonSchema } from './type-schemas.ts';

/** What is read of a schema's pipe. */
interface PipeItem {
  type: string;
  requirement?: unknown;
  operation?: unknown;
}

/**
 * The JSON Schema of what a Valibot schema takes. Checks that JSON Schema can't say are left out.
 *
 * @param schema - as the route has it
 */
export function inputSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _draft, ...converted } = toJsonSchema(withNumbers(schema), {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema }) => override(valibotSchema),
  });
  return fitted(converted);
}

/** The JSON Schema of what a Valibot schema gives. */
export function outputSchema(schema: v.GenericSchema): JsonSchema {
  const { $schema: _draft, ...converted } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'output',
    errorMode: 'ignore',
  });
  return { ...converted };
}

function override(schema: object): Record<string, unknown> | undefined {
  if (isFlag(schema)) return { type: 'boolean' };
  if ('type' in schema && schema.type === 'lazy' && 'getter' in schema) return lazySchema(schema.getter);
  return undefined;
}

/** A number in a query is a text there. Replaces the schemas of such texts by those of the number. */
function withNumbers<T extends object>(schema: T): T | v.GenericSchema {
  const pipe: unknown[] = 'pipe' in schema && Array.isArray(schema.pipe) ? schema.pipe : [];
  const actions = pipe.filter(isAction);
  if (actions.some(({ operation }) => operation === Number)) {
    const limit = (type: string) => Number(actions.find((one) => one.type === type)?.requirement);
    return v.pipe(v.number(), v.integer(), v.minValue(limit('min_value')), v.maxValue(limit('max_value')));
  }
  const { entries, wrapped } = { entries: undefined, wrapped: undefined, ...schema };
  return {
    ...schema,
    ...(pipe.length > 0 && { pipe: pipe.map((item) => (isAction(item) ? withNumbers(item) : item)) }),
    ...(isRecord(wrapped) && { wrapped: withNumbers(wrapped) }),
    ...(isRecord(entries) && {
      entries: Object.fromEntries(
        Object.entries(entries).map(([name, one]) => [name, isRecord(one) ? withNumbers(one) : one]),
      ),
    }),
  };
}

function isAction(item: unknown): item is PipeItem {
  return isRecord(item) && typeof item['type'] === 'string';
}

function isFlag(schema: object): boolean {
  return 'options' in schema && String(schema.options) === 'true,false';
}

/** A lazy schema is chosen by its input: a number, or anything else. */
function lazySchema(getter: unknown): Record<string, unknown> {
  if (typeof getter !== 'function') throw new TypeError('a lazy schema has a getter');
  return { anyOf: [0, {}].map((input) => inputSchema(getter(input))) };
}

/** Makes defaults those of the type that is said, and leaves out what says nothing. */
function fitted(schema: object): JsonSchema {
  const plain: unknown = JSON.parse(JSON.stringify(schema));
  const { default: preset, required, $defs, ...rest } = isRecord(plain) ? plain : {};
  const { type, properties } = rest;
  const isOther = typeof preset === 'string' && type !== 'string' && type !== undefined;
  // Definitions are left over when what they stand for was put in their place.
  const isNamed = $defs !== undefined && JSON.stringify(rest).includes('"#/$defs/');
  return {
    ...rest,
    ...(isNamed && { $defs }),
    ...(preset !== undefined && { default: isOther ? parsed(preset) : preset }),
    ...(Array.isArray(required) && required.length > 0 && { required }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, isRecord(one) ? fitted(one) : one]),
      ),
    }),
  };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
