/** What the OpenAPI document says of an operation, beside what follows from its answers and from who may use it. */
import type * as v from 'valibot';
import type { ProblemType } from '../shared/api/problem.ts';
import type { OperationKey } from './answers.ts';

/** The headers of requests that mean something to an operation. */
export type RequestHeader = 'Accept' | 'Idempotency-Key' | 'If-Match' | 'If-None-Match' | 'Last-Event-ID';
/** The headers of answers, beside `X-Request-Id`, which all of them have. */
export type AnswerHeader = 'ETag' | 'Galley-Left-Out' | 'Link' | 'Location' | 'Set-Cookie';

/** A body that is no JSON of this API. */
export interface OtherBody {
  description: string;
  /** A text, or the name of a component that it is an object of. */
  schema: 'text' | 'bytes' | 'files' | 'form' | 'RulePack';
  example?: string;
}

/** The body of a request. */
export interface RequestBody {
  /** Whether it must be there. An empty one counts as an empty object. */
  required: boolean;
  /** The schema that the route parses it with. */
  json?: v.GenericSchema;
  example?: Readonly<Record<string, unknown>>;
  /** Other media types that it may have, or has. */
  other?: Readonly<Record<string, OtherBody>>;
}

/** An operation. Everything that is not here follows from its name, its answers and the access table. */
export interface Operation {
  /** Its name, unique, for generated clients. */
  id: string;
  /** What it does, in one sentence. */
  summary: string;
  description?: string;
  /** The schema that the route parses the query with. */
  query?: v.GenericSchema;
  /** A query to try. */
  example?: Readonly<Record<string, string>>;
  headers?: readonly RequestHeader[];
  body?: RequestBody;
  /** The media types of answers that are a text. */
  media?: readonly string[];
  answerHeaders?: readonly AnswerHeader[];
  /** Where docs/ says more. */
  more?: string;
  /** Whether it stores something of a family, which this service must serve. */
  isOfFamily?: true;
  /** Problems beside those that every operation of its kind can answer with. */
  refusals?: readonly ProblemType[];
}

/** Operations by name. */
export type Operations = Partial<Record<OperationKey, Operation>>;
