/** The problems that operations answer with. */
import type { Operation } from '../../src/describe/operation.ts';
import { PROBLEMS, type ProblemType } from '../../src/shared/api/problem.ts';
import type { Row } from '../../test/workerd/access-table.ts';
import type { JsonSchema } from './type-schemas.ts';

/** What GitHub sends is not counted: it comes from few addresses. */
const UNCOUNTED = 'POST /api/github/webhook';

/** The types of problems by status: those that follow from what the operation is, and its own. */
export function problemsOf(
  key: string,
  operation: Operation,
  { needs }: Pick<Row, 'needs'>,
): Map<string, ProblemType[]> {
  const { query, body, refusals = [], isOfFamily = false } = operation;
  const isRead = key.startsWith('GET ');
  const types = new Set<ProblemType>([
    'malformed-request',
    'forbidden',
    'internal',
    'unavailable',
    ...refusals,
  ]);
  if (needs !== null) types.add('not-signed-in');
  if (key !== UNCOUNTED) types.add('too-many-requests');
  if (key.includes('/:') && !key.includes('/:topic')) types.add('not-found');
  if (query || body?.json) types.add('invalid');
  if (isOfFamily) types.add('family-moved').add('invalid').add('misconfigured');
  if (!isRead) types.add('database-full').add('request-too-large').add('unsupported-media-type');
  const byStatus = new Map<string, ProblemType[]>();
  for (const type of [...types].toSorted()) {
    const status = String(PROBLEMS[type].status);
    byStatus.set(status, [...(byStatus.get(status) ?? []), type]);
  }
  return new Map([...byStatus].toSorted(([a], [b]) => Number(a) - Number(b)));
}

/** The name of the response with one of these problems. */
export function responseName(types: readonly string[]): string {
  return types.join('.');
}

/** A response for each set of problems. */
export function problemResponses(sets: Iterable<readonly string[]>): Record<string, JsonSchema> {
  const responses = [...sets].map((types) => [responseName(types), problemResponse(types)] as const);
  return Object.fromEntries(responses.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function problemResponse(names: readonly string[]): JsonSchema {
  const types = names.filter(isProblem);
  const examples = types.map((type) => {
    const { status, title } = PROBLEMS[type];
    return [
      type,
      {
        value: {
          type: `urn:galley:problem:${type}`,
          title,
          status,
          detail: DETAILS[type],
          instance: 'urn:uuid:7f2c1d1e-4a53-4c1b-8d0e-0c6a7a1f3b5d',
          ...(type === 'invalid' && { errors: [{ path: 'family', message: 'must be a text' }] }),
          ...(type === 'wrong-state' && { state: 'rejected' }),
          ...(type === 'family-moved' && { moved_to: 'https://handbook.example.com' }),
        },
      },
    ] as const;
  });
  const uris = types.map((type) => `urn:galley:problem:${type}`);
  const [first] = types;
  return {
    description: types.map((type) => `\`${type}\`: ${DETAILS[type]}`).join('\n\n'),
    headers: Object.fromEntries(
      ['X-Request-Id', ...types.flatMap((type) => HEADERS[type] ?? [])].map((name) => [
        name,
        { $ref: `#/components/headers/${name}` },
      ]),
    ),
    content: {
      'application/problem+json': {
        schema: {
          $ref: '#/components/schemas/Problem',
          properties: {
            type: { enum: uris },
            ...(first && { status: { const: PROBLEMS[first].status } }),
          },
        },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function isProblem(name: string): name is ProblemType {
  return name in PROBLEMS;
}

/** The headers that answers with a problem may have, beside the id of the request. */
const HEADERS: Readonly<Partial<Record<ProblemType, string>>> = {
  'not-signed-in': 'WWW-Authenticate',
  'too-many-requests': 'Retry-After',
  unavailable: 'Retry-After',
};

/** What each problem means, as its details may say it. */
const DETAILS: Readonly<Record<ProblemType, string>> = {
  'malformed-request': 'The request can’t be read: no JSON, no UTF-8, or a malformed header.',
  'not-signed-in': 'There is no credential, or one that is not good, or not any more.',
  forbidden: 'The caller may not do this.',
  'not-found': 'There is no such thing, or none that the caller may see.',
  'wrong-state': 'The thing is in a state that this is not for.',
  'answer-lost': 'It was made by an earlier request with this key, and can’t be shown again.',
  'key-reused': 'The key was sent with another request before.',
  'method-not-allowed': 'The path takes other methods.',
  'precondition-failed': 'The pack was changed since it was read.',
  'request-too-large': 'The request has too many bytes.',
  'document-too-large': 'A document has too many bytes.',
  'unsupported-media-type': 'The body is of another type or encoding.',
  'family-moved': 'The family has moved to the service at `moved_to`: send the request there.',
  invalid: 'A part of the request is invalid. `errors` names each.',
  'unsafe-change': 'The document would be damaged.',
  'upgrade-required': 'This is a WebSocket: connect with an upgrade.',
  'too-many-requests': 'Too many requests. `Retry-After` says when to come again.',
  internal: 'A fault of the service. The request id finds it in the log.',
  misconfigured: 'A setting of the service is wrong, and is named. Nothing is stored until it is mended.',
  unavailable: 'A part of the service is down, or an import fills it. `Retry-After` says when to come again.',
  'database-full': 'Nothing can be stored until the database has space.',
};
