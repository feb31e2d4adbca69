/** Makes the OpenAPI document of the operations in src/describe. */
import { ACCESS_TABLE, type Row } from '../../test/workerd/access-table.ts';
import type { OperationKey } from '../../src/describe/answers.ts';
import { GROUPS, OPERATIONS } from '../../src/describe/index.ts';
import type { Operation } from '../../src/describe/operation.ts';
import { problemsOf, problemResponses, responseName } from './problems.ts';
import { answersOf, HEADERS_OF_ANSWERS } from './responses.ts';
import { bodyOf } from './bodies.ts';
import { parametersOf, type Comments } from './parameters.ts';
import { isRecord } from './input-schemas.ts';
import { eventSchemas } from './events.ts';
import { sampleOf } from './samples.ts';
import { TypeSchemas, type JsonSchema } from './type-schemas.ts';
import { WEBHOOK_PARAMETERS, webhookRequests } from './webhooks.ts';

const ANSWERS = 'src/describe/answers.ts';
/** Modules with the schemas of requests. */
const MODULES = [
  'access',
  'backup',
  'decisions',
  'deliver',
  'documents',
  'events',
  'figures',
  'ignored',
  'patches',
  'quality',
  'recommendations',
  'reports',
  'runs',
  'validations',
  'webhooks',
];

/** What a caller who is limited to families gets, in words. */
const SCOPES: Readonly<Record<Row['scope'], string>> = {
  self: 'It makes no difference whether a token is limited to families.',
  list: 'A token that is limited to families sees only those.',
  thing: 'With a token that is limited to families, things of others are not found.',
  service: 'A token that is limited to families is refused.',
};
const OTHER_FAMILIES = 'With a token that is limited to families, other families are refused.';
const EACH_ID = 'The role, and the families of a token, are asked for with each id.';

/** Who may use an operation, in words. */
function accessText({ needs, scope, method, route }: Row): string {
  if (needs === null) return 'Open to anyone.';
  const more = method === 'POST' && scope === 'list' ? EACH_ID : SCOPES[scope];
  return `Needs the role \`${needs}\`. ${needs === 'editor' && scope === 'service' ? OTHER_FAMILIES : more}${
    route.startsWith('/ws/') ? ' Topics of other families are closed to it.' : ''
  }`;
}

/**
 * Makes the document.
 *
 * @param rulePack - the JSON Schema of rule packs
 * @throws {Error} when something is not described
 */
export async function openApiDocument(rulePack: JsonSchema): Promise<JsonSchema> {
  const types = new TypeSchemas({ LiveEvent: { $ref: '#/components/schemas/Event' } });
  try {
    const comments = await readComments(types);
    const answers = types.fieldsOf(ANSWERS, 'Answers');
    const paths: Record<string, Record<string, unknown>> = {};
    const used = new Map<string, readonly string[]>();
    for (const { name: tag, operations } of GROUPS) {
      for (const key of operations) {
        if (!isOperation(key)) throw new Error(`there is no ${key}`);
        const [method = '', route = ''] = key.split(' ');
        const answer = answers.get(key);
        if (!answer) throw new Error(`${key} has no answers`);
        const problems = problemsOf(key, OPERATIONS[key], accessOf(key));
        for (const one of problems.values()) used.set(responseName(one), one);
        const path = route.replaceAll(/:(\w+)/g, '{$1}');
        paths[path] = {
          ...paths[path],
          [method.toLowerCase()]: {
            ...describe(key, route, tag, comments),
            responses: {
              ...answersOf(types, types.fields(answer), OPERATIONS[key]),
              ...Object.fromEntries(
                [...problems].map(([status, one]) => [
                  status,
                  { $ref: `#/components/responses/${responseName(one)}` },
                ]),
              ),
            },
          },
        };
      }
    }
    const schemas = sorted({ ...types.components, ...eventSchemas(), ...PROBLEM });
    addSamples(paths, schemas);
    const { title: _title, $schema: _draft, ...pack } = rulePack;
    return {
      openapi: '3.1.1',
      info: INFO,
      servers: [{ url: '/', description: 'This service.' }],
      tags: GROUPS.map(({ name, description }) => ({ name, description })),
      security: [{ token: [] }, { session: [] }],
      paths,
      webhooks: webhookRequests(schemas),
      components: {
        schemas: { ...schemas, RulePack: withoutDefinitions(pack) },
        responses: problemResponses(used.values()),
        parameters: WEBHOOK_PARAMETERS,
        headers: HEADERS_OF_ANSWERS,
        securitySchemes: SECURITY,
      },
    };
  } finally {
    types.close();
  }
}

const INFO = {
  title: 'Galley',
  version: '1',
  summary: 'Validates Markdown, and has people decide on what it proposes.',
  description:
    'Requests and answers are JSON. A body may be compressed (`Content-Encoding: gzip`). Every answer has the header `X-Request-Id`. Where reads come from copies of the database, answers have `Galley-Bookmark`, and a GET that brings it back reads what was written before. Every error is a problem (RFC 9457) with one of the types that are listed. What a client does not know in an answer, it must ignore.\n\nWhat happens is told live, too: the AsyncAPI document, `/api/asyncapi.json`, describes those messages.',
  license: { name: 'MIT', identifier: 'MIT' },
};
const SECURITY = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token: `Authorization: Bearer …`. On one’s own machine, `npm start` asks for none.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-galley',
    description: 'The cookie of a browser that has signed in. Only the service’s own pages may use it.',
  },
};
const PROBLEM = {
  Problem: {
    description: 'Why a request was not done (RFC 9457).',
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance'],
    properties: {
      type: { type: 'string', format: 'uri', description: '`urn:galley:problem:` and the name of the type.' },
      title: { type: 'string', description: 'The type in words.' },
      status: { type: 'integer', description: 'The status of the answer.' },
      detail: { type: 'string', description: 'What is wrong with this request.' },
      instance: {
        type: 'string',
        format: 'uri',
        description: 'The id of the request, as in `X-Request-Id`.',
      },
      errors: {
        type: 'array',
        description: 'What is wrong with the input, by its place.',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: {
            path: { type: 'string', description: 'Where, e.g. `documents.0.file_path`. Empty for the body.' },
            message: { type: 'string', description: 'To be read after the path.' },
          },
        },
      },
      state: { type: 'string', description: 'In a 409: the present state.' },
      moved_to: {
        type: 'string',
        format: 'uri',
        description: 'Of a family that has moved: the address of the service that has it.',
      },
    },
  },
};

function describe(key: OperationKey, route: string, tag: string, comments: Comments): JsonSchema {
  const operation = OPERATIONS[key];
  const row = accessOf(key);
  const { needs, scope } = row;
  const access = accessText(row);
  const parameters = parametersOf(route, operation, comments);
  return {
    operationId: operation.id,
    tags: [tag],
    summary: operation.summary,
    description: [operation.description, access].filter(Boolean).join('\n\n'),
    // OpenAPI 3.1 allows the names of roles here, for every kind of credential.
    security: needs === null ? [] : [{ token: [needs] }, { session: [needs] }],
    'x-access': { role: needs, limited_to_families: needs === null ? null : scope },
    ...(parameters.length > 0 && { parameters }),
    ...(operation.body && { requestBody: bodyOf(operation, operation.body, comments) }),
  };
}

function accessOf(key: string): Row {
  const row = ACCESS_TABLE.find(({ method, route }) => `${method} ${route}` === key);
  if (!row) throw new Error(`${key} is not in the access table`);
  return row;
}

/** The comments on the fields of each schema, by the schema itself. */
async function readComments(types: TypeSchemas): Promise<Comments> {
  const comments = new Map<unknown, ReadonlyMap<string, string>>();
  for (const module of MODULES) {
    const exported: unknown = await import(`../../src/shared/api/${module}.ts`);
    if (!isRecord(exported)) continue;
    for (const [name, one] of types.commentsOf(`src/shared/api/${module}.ts`))
      comments.set(exported[name], one);
  }
  return comments;
}

/** Puts the definitions of a schema where its references find them in this document. */
function withoutDefinitions({ $defs, definitions, ...schema }: JsonSchema): JsonSchema {
  if ($defs !== undefined || definitions !== undefined)
    throw new Error('the schema has definitions of its own');
  return schema;
}

/** Adds to each answer that is JSON of this API an example. */
function addSamples(paths: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): void {
  const answers = Object.values(paths)
    .filter(isRecord)
    .flatMap((methods) => Object.values(methods).filter(isRecord))
    .flatMap(({ responses }) => (isRecord(responses) ? Object.values(responses).filter(isRecord) : []));
  for (const { content } of answers) {
    const json = isRecord(content) ? content['application/json'] : undefined;
    if (isRecord(json) && isRecord(json['schema']) && !Array.isArray(json['schema']['type']))
      json['example'] = sampleOf(json['schema'], schemas);
  }
}

function isOperation(key: string): key is OperationKey {
  return key in OPERATIONS;
}

function sorted(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export type { Operation };
