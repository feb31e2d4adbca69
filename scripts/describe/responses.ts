/** The successful answers of operations. */
import { STATUS_CODES } from 'node:http';
import type { Type } from 'typescript/unstable/sync';
import type { AnswerHeader, Operation } from '../../src/describe/operation.ts';
import { isRecord } from './input-schemas.ts';
import type { JsonSchema, TypeSchemas } from './type-schemas.ts';

const text = { type: 'string' };
/** The headers of answers. */
export const HEADERS_OF_ANSWERS: Readonly<
  Record<AnswerHeader | 'Retry-After' | 'WWW-Authenticate' | 'X-Request-Id', JsonSchema>
> = {
  ETag: { description: 'The tag of this version.', schema: text },
  'Galley-Left-Out': {
    description: 'How many changes are left out of the patch.',
    schema: { type: 'integer', minimum: 0 },
  },
  Link: { description: 'Where the next part is (RFC 8288); absent in the last part.', schema: text },
  Location: { description: 'The address of what was made; absent when it is several things.', schema: text },
  'Retry-After': {
    description: 'In how many seconds to try again.',
    schema: { type: 'integer', minimum: 0 },
  },
  'Set-Cookie': { description: 'The cookie of the session.', schema: text },
  'WWW-Authenticate': { description: 'How to sign in (RFC 6750, 3).', schema: text },
  'X-Request-Id': {
    description: 'The id of the request, as in the log.',
    schema: { ...text, format: 'uuid' },
  },
};

/** What is JSON, but of another standard: its structure is not described here. */
const OTHER_JSON = /[/+]json$/;

/**
 * The responses of an operation, by status.
 *
 * @param byStatus - the types of the bodies
 */
export function answersOf(
  types: TypeSchemas,
  byStatus: ReadonlyMap<string, Type>,
  operation: Operation,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    [...byStatus].map(([status, type]) => [status, answerOf(types.schemaOf(type), status, operation)]),
  );
}

function answerOf(
  schema: JsonSchema,
  status: string,
  { media = [], answerHeaders = [] }: Operation,
): JsonSchema {
  const names = ['X-Request-Id', ...answerHeaders];
  const headers = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
  const isEmpty = schema['type'] === 'null';
  const branches =
    Array.isArray(schema['anyOf']) && !('$ref' in schema) ? schema['anyOf'].filter(isRecord) : [schema];
  const described = branches.filter((branch) => branch['type'] !== 'string');
  const isText = described.length < branches.length;
  if (isText && media.length === 0) throw new Error('an answer that is a text has a media type');
  const content = {
    ...(described.length > 0 && {
      'application/json': { schema: described.length === 1 ? described[0] : { anyOf: described } },
    }),
    ...(isText && Object.fromEntries(media.map((type) => [type, { schema: textSchema(type) }]))),
  };
  return {
    description: status === '304' ? 'The client has it already.' : (STATUS_CODES[status] ?? status),
    headers,
    ...(!isEmpty && { content }),
  };
}

function textSchema(mediaType: string): JsonSchema {
  if (OTHER_JSON.test(mediaType)) return { type: ['object', 'array'] };
  return mediaType === 'application/zip' ? { type: 'string', contentMediaType: mediaType } : text;
}
