/** The parameters of operations: in paths, in queries and in headers. */
import { MAX_IDEMPOTENCY_KEY_LENGTH } from '../../src/shared/limits.ts';
import { ID } from '../../src/describe/examples.ts';
import type { Operation, RequestHeader } from '../../src/describe/operation.ts';
import { inputSchema, isRecord } from './input-schemas.ts';
import type { JsonSchema } from './type-schemas.ts';

/** What fields are that need no words of their own in each schema. */
const FIELDS: Readonly<Record<string, string>> = {
  action: 'What to do.',
  after: 'The id of the last event that is known.',
  commit: 'The commit that the text came from.',
  conflate: '`progress`: of the progress events of a run, the latest may be the only one that is sent.',
  confirm: 'What is deleted, once more: the path, the family, or the time.',
  content: 'The Markdown text.',
  cursor: 'The `next_cursor` of the page before.',
  before: 'A time: what is older is deleted.',
  edits:
    'The edits that are approved: indexes, or an index with a text of one’s own. All of them when absent.',
  everywhere: 'Whether to end all sessions of the same token.',
  events: 'The types of events to send.',
  family: 'The family of documents.',
  file_path: 'The path of the document; in lists, a part of it.',
  fingerprints: 'Fingerprints of findings.',
  folder: 'A folder with everything below it.',
  format: 'The format of the answer.',
  from: 'The first day.',
  ids: 'Ids of the things to decide on.',
  limit: 'Most results of a page.',
  name: 'The name.',
  note: 'Why. It is kept with the decision, and told by its event.',
  outcome: 'Only those with this outcome.',
  owner: 'Only documents of this owner.',
  q: 'A text in the path or the notes, or words of the document.',
  range: 'How far back the figures go.',
  ref: 'A line of versions, such as `pull/12`. The main line when absent.',
  recommendation_ids: 'Ids of recommendations.',
  removed: '`true`: those that are no longer there, instead of those that are.',
  review: 'Only those in this state of review.',
  role: 'What the token allows.',
  rule_id: 'Only those of this rule.',
  severity: 'Only those of this level.',
  sort: 'The order; `-` for descending.',
  state: 'Only those in this state.',
  status: 'Only those with this status.',
  to: 'The last day.',
  token: 'The text of a token.',
  topic: 'The topic: `validation_updates` is everything that the caller may see.',
  type: 'What kind of run.',
  url: 'The address to send events to.',
  validation_id: 'Only those of this validation.',
  validation_types: 'What to check; everything when absent.',
  workflow_id: 'Only those of this run.',
  documents: 'The documents.',
};
/** What a path names. */
const PATH: Readonly<Record<string, { description: string; schema: JsonSchema; example: unknown }>> = {
  id: { description: 'The id.', schema: { type: 'string' }, example: ID },
  delivery: { description: 'The id of the delivery.', schema: { type: 'string' }, example: ID },
  name: { description: 'The name of the family.', schema: { type: 'string' }, example: 'words' },
  topic: {
    description: FIELDS['topic'] ?? '',
    schema: { type: 'string' },
    example: 'validation_updates',
  },
};
const HEADERS: Readonly<
  Record<RequestHeader, { description: string; schema: JsonSchema; example: unknown }>
> = {
  Accept: {
    description: 'The media type of the answer.',
    schema: { type: 'string' },
    example: 'application/yaml',
  },
  'Idempotency-Key': {
    description: 'The same request with the same key makes nothing twice, for 24 hours.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]+$', maxLength: MAX_IDEMPOTENCY_KEY_LENGTH },
    example: '6f9d3c1e-8a55-4d0c-9c58-2f5f3c5d2f11',
  },
  'If-Match': {
    description: 'The tag of the pack that was read: it must not have changed since. `*`: there must be one.',
    schema: { type: 'string' },
    example: '"d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26"',
  },
  'If-None-Match': {
    description: 'A tag that is known. `*` in a write: there must be none yet.',
    schema: { type: 'string' },
    example: '"d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26"',
  },
  'Last-Event-ID': {
    description: 'The id of the last event that was received. It takes precedence over `after`.',
    schema: { type: 'integer', minimum: 0 },
    example: 417,
  },
};

/** The comments on the fields of schemas, by schema. */
export type Comments = ReadonlyMap<unknown, ReadonlyMap<string, string>>;

/**
 * The parameters of an operation.
 *
 * @param path - as the router has it
 * @throws {Error} for one without a description
 */
export function parametersOf(path: string, operation: Operation, comments: Comments): JsonSchema[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => {
    const known = PATH[name];
    if (!known) throw new Error(`${path}: nothing says what ${name} is`);
    return { name, in: 'path', required: true, ...known };
  });
  const inHeaders = (operation.headers ?? []).map((name) => ({ name, in: 'header', ...HEADERS[name] }));
  return [...inPath, ...queryOf(operation, comments), ...inHeaders];
}

function queryOf({ id, query, example }: Operation, comments: Comments): JsonSchema[] {
  if (!query) return [];
  const { properties, required } = described(inputSchema(query), comments.get(query), id);
  if (!isRecord(properties)) throw new Error(`${id}: a query is an object`);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = isRecord(property) ? property : {};
    const shown = example?.[name];
    return {
      name,
      in: 'query',
      ...(Array.isArray(required) && required.includes(name) && { required: true }),
      description,
      schema,
      ...(shown !== undefined && {
        example:
          schema['type'] === 'integer' || schema['type'] === 'boolean'
            ? (JSON.parse(shown) as unknown)
            : shown,
      }),
    };
  });
}

/**
 * Adds to each field of an object what it is.
 *
 * @throws {Error} for a field that nothing says it of
 */
export function described(
  schema: JsonSchema,
  comments: ReadonlyMap<string, string> | undefined,
  of: string,
): JsonSchema {
  const { properties } = schema;
  if (!isRecord(properties)) return schema;
  const all = Object.entries(properties).map(([name, property]) => {
    const description = comments?.get(name) || FIELDS[name];
    if (description === undefined) throw new Error(`${of}: nothing says what ${name} is`);
    return [name, { ...(isRecord(property) ? property : {}), description }] as const;
  });
  return { ...schema, properties: Object.fromEntries(all) };
}
