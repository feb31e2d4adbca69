/**
 * Reads request bodies and queries. A malformed body is answered by 400, a wrong media type by 415, and invalid fields
 * by 422, which names each of them.
 */
import type { Context } from 'hono';
import * as v from 'valibot';
import type { FieldError } from '../services/errors.ts';
import { MAX_FILES_PER_REQUEST } from '../shared/limits.ts';
import { filePathSchema } from '../shared/api/fields.ts';
import { documentLinesSchema, runDocumentSchema, workflowDocumentsSchema } from '../shared/api/runs.ts';
import { validateOptionsSchema, validateRequestSchema } from '../shared/api/validations.ts';
import { decodeUtf8 } from '../services/utf8.ts';
import type { ValidateOptions } from '../services/documents/validate.ts';
import type { SubmittedDocument } from '../services/documents/document-size.ts';
import type { SentDocument } from '../services/runs/run-documents.ts';
import { ProblemError } from './problem.ts';

/** The longest part of a request that an error repeats, in UTF-16 code units. */
const MAX_ECHO_LENGTH = 100;

/**
 * Parses input with a schema.
 *
 * @throws {ProblemError} `invalid`, naming every invalid field
 */
export function parseInput<const S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw invalid(toErrors(result.issues));
}

/** @param within - the location of the input in the request, if it is a part of it */
function toErrors(issues: readonly v.BaseIssue<unknown>[], within = ''): FieldError[] {
  return issues.map((issue) => ({
    path: [within, v.getDotPath(issue)?.slice(0, MAX_ECHO_LENGTH)].filter(Boolean).join('.'),
    message: describe(issue),
  }));
}

function describe(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  return issue.expected === 'never' ? 'is not a known field' : 'is required';
}

/**
 * Reads the query, each parameter once.
 *
 * @param lists - parameters that may be repeated; their values are joined by commas
 * @throws {ProblemError} `invalid`, for parameters that are given more than once
 */
export function readQuery(
  c: Context,
  { lists = [] }: { lists?: readonly string[] } = {},
): Record<string, string | undefined> {
  return once(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      lists.includes(name) ? [values.join(',')] : values,
    ]),
  );
}

function once<T>(fields: readonly [string, readonly T[]][]): Record<string, T | undefined> {
  const repeated = fields.filter(([, values]) => values.length > 1);
  if (repeated.length > 0) {
    throw invalid(repeated.map(([path]) => ({ path, message: 'is given more than once' })));
  }
  return Object.fromEntries(fields.map(([name, [value]]) => [name, value]));
}

function invalid(errors: FieldError[]): ProblemError {
  const detail = errors.map(({ path, message }) => `${path || 'The body'}: ${message}`).join('; ');
  return new ProblemError('invalid', `${detail}.`, { errors });
}

/**
 * Reads a body of text, without a byte order mark (RFC 8259, 8.1, allows that for JSON).
 *
 * @throws {ProblemError} `malformed-request`
 */
async function readText(c: Context): Promise<string> {
  const text = decodeUtf8(await c.req.arrayBuffer());
  if (text === undefined) throw new ProblemError('malformed-request', 'The body is not UTF-8.');
  return text.replace(/^\ufeff/, '');
}

/**
 * Reads a JSON body.
 *
 * @throws {ProblemError} `malformed-request`
 */
async function readJson(c: Context): Promise<unknown> {
  const text = await readText(c);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProblemError('malformed-request', `The body is not JSON: ${error.message}.`);
  }
}

/**
 * Reads the documents that are added to a run, from JSON or from NDJSON with one document a line.
 *
 * @throws {ProblemError} `unsupported-media-type`, `malformed-request` or `invalid`
 */
export async function readRunDocumentBody(c: Context): Promise<SentDocument[]> {
  const type = mediaTypeOf(c);
  if (type === 'application/json') return (await readJsonInput(c, workflowDocumentsSchema)).documents;
  if (!NDJSON_TYPES.includes(type)) throw unsupported('application/json or application/x-ndjson', type);
  const lines = (await readText(c))
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [{ number: index + 1, line }]));
  parseInput(documentLinesSchema, lines);
  const errors: FieldError[] = [];
  const documents = lines.flatMap(({ number, line }) => {
    const parsed = v.safeParse(runDocumentSchema, parseLine(line, number));
    if (parsed.success) return [parsed.output];
    errors.push(...toErrors(parsed.issues, `line ${number}`));
    return [];
  });
  if (errors.length > 0) throw invalid(errors);
  return documents;
}

/**
 * Reads a body of NDJSON: one JSON value a line.
 *
 * @throws {ProblemError} `unsupported-media-type` or `malformed-request`
 */
export async function readLines(c: Context): Promise<unknown[]> {
  const type = mediaTypeOf(c);
  if (!NDJSON_TYPES.includes(type)) throw unsupported('application/x-ndjson', type);
  const lines = (await readText(c)).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => parseLine(line, index + 1));
}

/** @throws {ProblemError} `malformed-request` */
function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ProblemError('malformed-request', `Line ${number} is not JSON: ${error.message}.`);
  }
}

export interface Submission {
  documents: SubmittedDocument[];
  options: ValidateOptions;
}

/**
 * Reads the documents of POST /api/validate.
 *
 * @throws {ProblemError} `unsupported-media-type`, `malformed-request` or `invalid`
 */
export async function readSubmission(c: Context): Promise<Submission> {
  const mediaType = mediaTypeOf(c);
  if (mediaType === 'application/json') return readJsonSubmission(c);
  if (mediaType === 'multipart/form-data') return readMultipartSubmission(c);
  throw unsupported('application/json or multipart/form-data', mediaType);
}

/** Media types of NDJSON. None is registered: https://github.com/ndjson/ndjson-spec */
const NDJSON_TYPES: readonly string[] = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** Media types of YAML: the registered one (RFC 9512), and older ones. */
export const YAML_TYPES: readonly string[] = [
  'application/yaml',
  'application/x-yaml',
  'text/yaml',
  'text/x-yaml',
];

/**
 * Reads the text of a rule pack.
 *
 * @throws {ProblemError} `unsupported-media-type` or `malformed-request`
 */
export async function readPackSource(c: Context): Promise<string> {
  const type = mediaTypeOf(c);
  if (type !== 'application/json' && !YAML_TYPES.includes(type)) {
    throw unsupported('application/yaml or application/json', type);
  }
  return readText(c);
}

/**
 * Reads a .zip archive.
 *
 * @throws {ProblemError} `unsupported-media-type`
 */
export async function readArchive(c: Context): Promise<Uint8Array> {
  const type = mediaTypeOf(c);
  if (type !== 'application/zip') throw unsupported('application/zip', type);
  return new Uint8Array(await c.req.arrayBuffer());
}

/**
 * Reads a JSON object and parses it with a schema.
 *
 * @throws {ProblemError} `unsupported-media-type`, `malformed-request` or `invalid`
 */
export async function readJsonInput<const S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<v.InferOutput<S>> {
  const type = mediaTypeOf(c);
  if (type !== 'application/json') throw unsupported('application/json', type);
  const body = await readJson(c);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ path: '', message: 'must be a JSON object' }]);
  }
  return parseInput(schema, body);
}

/** As {@link readJsonInput}. An empty body counts as an empty object. */
export async function readOptionalJsonInput<const S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<v.InferOutput<S>> {
  const body = await c.req.arrayBuffer();
  return body.byteLength === 0 ? parseInput(schema, {}) : readJsonInput(c, schema);
}

function mediaTypeOf(c: Context): string {
  return c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

function unsupported(wanted: string, type: string): ProblemError {
  return new ProblemError('unsupported-media-type', `Send ${wanted}${type && `, not ${type}`}.`);
}

async function readJsonSubmission(c: Context): Promise<Submission> {
  const { content, file_path, ...options } = await readJsonInput(c, validateRequestSchema);
  return { documents: [{ path: 'content', filePath: file_path, content }], options: toOptions(options) };
}

async function readMultipartSubmission(c: Context): Promise<Submission> {
  const form = await readForm(c);
  const files = form.getAll('file');
  const names = [...new Set(form.keys())].filter((name) => name !== 'file' && name !== 'validation_types');
  const fields: Record<string, unknown> = once(names.map((name) => [name, form.getAll(name)]));
  const types = form.getAll('validation_types');
  if (types.length > 0)
    fields['validation_types'] = types.flatMap<unknown>((type) =>
      typeof type === 'string' ? type.split(',') : [type],
    );
  const options = parseInput(validateOptionsSchema, fields);

  if (files.length === 0) throw invalid([{ path: 'file', message: 'is required: one or more files' }]);
  if (files.length > MAX_FILES_PER_REQUEST) {
    throw invalid([{ path: 'file', message: `must be at most ${MAX_FILES_PER_REQUEST} files` }]);
  }
  const documents = await Promise.all(files.map((file, index) => readFile(file, `file[${index}]`)));
  const errors = documents.flatMap((document) => ('message' in document ? [document] : []));
  if (errors.length > 0) throw invalid(errors);
  return {
    documents: documents.flatMap((document) => ('message' in document ? [] : [document])),
    options: toOptions(options),
  };
}

async function readForm(c: Context): Promise<FormData> {
  const body = await c.req.arrayBuffer();
  try {
    return await new Response(body, {
      headers: { 'Content-Type': c.req.header('Content-Type') ?? '' },
    }).formData();
  } catch (error) {
    throw new ProblemError('malformed-request', `The body is not multipart/form-data: ${String(error)}.`);
  }
}

async function readFile(file: File | string, path: string): Promise<SubmittedDocument | FieldError> {
  if (typeof file === 'string') return { path, message: 'must be a file, with a filename' };
  const filePath = v.safeParse(filePathSchema, file.name);
  if (!filePath.success) return { path, message: `has a filename that ${filePath.issues[0].message}` };
  const content = decodeUtf8(await file.arrayBuffer());
  if (content === undefined) return { path, message: `is not UTF-8 text: ${filePath.output}` };
  return { path, filePath: filePath.output, content };
}

function toOptions({
  family,
  validation_types,
  ref,
  commit,
}: v.InferOutput<typeof validateOptionsSchema>): ValidateOptions {
  const version = { ...(ref && { ref }), ...(commit && { commit }) };
  return {
    family,
    ...(validation_types && { validationTypes: validation_types }),
    ...((ref || commit) && { version }),
  };
}
