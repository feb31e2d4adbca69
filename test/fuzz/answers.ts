/** Tells what is wrong with an answer by the document. */
import { type ApiDocument, type Json, type Operation, pointerOf } from './document.ts';
import type { Sent } from './requests.ts';

export interface Answer {
  status: number;
  /** By their names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
}

const PROBLEM = 'application/problem+json';
const MAX_DETAIL_LENGTH = 20_000;
const isJson = (type: string) => /[/+]json$/.test(type);
const typeOf = ({ headers }: Answer) => headers['content-type']?.split(';')[0] ?? '';

/** The JSON of an answer; undefined when it has none. */
export function jsonOf(answer: Answer): Json {
  return isJson(typeOf(answer)) && answer.text !== '' ? JSON.parse(answer.text) : undefined;
}

/** What an answer has that the document has not, or the reverse; null when all is well. */
export function faultOf(document: ApiDocument, { operation, isValid }: Sent, answer: Answer): string | null {
  const { status, headers, text } = answer;
  const response = operation.responses.get(String(status));
  if (status >= 500) return `${status}: ${text.slice(0, 300)}`;
  if (!response) return `the status ${status} is not described: ${text.slice(0, 200)}`;
  if (isValid === false && status < 400) return `${status}, but the document does not take this request`;
  if (isValid === true && (status === 400 || status === 415))
    return `${status}, but the document takes this request: ${text.slice(0, 200)}`;
  if (!/^[\da-f-]{36}$/.test(headers['x-request-id'] ?? '')) return 'there is no X-Request-Id';
  const described = Object.keys(document.resolve(response)['headers'] ?? {}).map((name) =>
    name.toLowerCase(),
  );
  const others = [
    'etag',
    'location',
    'link',
    'set-cookie',
    'galley-left-out',
    'retry-after',
    'www-authenticate',
  ].filter((name) => name in headers && !described.includes(name));
  if (others.length > 0) return `${status}: the header ${others.join(', ')} is not described`;
  return bodyFault(document, operation, answer);
}

function bodyFault(document: ApiDocument, operation: Operation, answer: Answer): string | null {
  const { status, headers, text } = answer;
  const response = operation.responses.get(String(status)) ?? {};
  const content: Record<string, unknown> = document.resolve(response)['content'] ?? {};
  const type = typeOf(answer);
  if (Object.keys(content).length === 0) return text === '' ? null : `${status} with a body`;
  if (!(type in content)) return `${status}: the media type "${type}" is not described`;
  if (!isJson(type)) return null;
  const { $ref } = response;
  const pointer =
    typeof $ref === 'string'
      ? `${$ref.slice(1)}/content/${type.replace('/', '~1')}/schema`
      : pointerOf(operation, 'responses', status, 'content', type, 'schema');
  const value = jsonOf(answer);
  const problems = document.problemsOf(pointer, value);
  if (problems !== null) return `${status}: ${problems}`;
  if (type !== PROBLEM) return null;
  if (value.instance !== `urn:uuid:${headers['x-request-id']}`)
    return 'the instance is not the id of the request';
  return value.detail.length > MAX_DETAIL_LENGTH
    ? `${status}: a detail of ${value.detail.length} characters`
    : null;
}
