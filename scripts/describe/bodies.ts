/** The bodies of requests. */
import type { Operation, OtherBody, RequestBody } from '../../src/describe/operation.ts';
import { inputSchema } from './input-schemas.ts';
import { described, type Comments } from './parameters.ts';
import type { JsonSchema } from './type-schemas.ts';

/** The body of an operation. */
export function bodyOf({ id }: Operation, body: RequestBody, comments: Comments): JsonSchema {
  const { json, example, other = {}, required } = body;
  return {
    required,
    content: {
      ...(json && {
        'application/json': {
          schema: described(inputSchema(json), comments.get(json), id),
          ...(example && { example }),
        },
      }),
      ...Object.fromEntries(Object.entries(other).map(([type, one]) => [type, otherBody(type, one)])),
    },
  };
}

function otherBody(type: string, { description, schema, example }: OtherBody): JsonSchema {
  const shown = example !== undefined && schema === 'RulePack' ? (JSON.parse(example) as unknown) : example;
  return {
    schema: { ...schemaOf(type, schema), ...(schema !== 'RulePack' && { description }) },
    ...(shown !== undefined && { example: shown }),
  };
}

function schemaOf(type: string, schema: OtherBody['schema']): JsonSchema {
  switch (schema) {
    case 'RulePack':
      return { $ref: '#/components/schemas/RulePack' };
    case 'bytes':
      return { type: 'string', contentMediaType: type };
    case 'files':
      return {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'array', minItems: 1, items: { type: 'string', contentMediaType: 'text/markdown' } },
          family: { type: 'string' },
          validation_types: { type: 'string' },
          ref: { type: 'string' },
          commit: { type: 'string' },
        },
      };
    case 'text':
    case 'form':
      return { type: 'string' };
  }
}
