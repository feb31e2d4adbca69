/** Errors as problem details (RFC 9457). docs/api.md lists every type. */
import type { Context } from 'hono';
import { type Problem, PROBLEMS, type ProblemType } from '../shared/api/problem.ts';
import type { FieldError, Refusal, RefusalKind } from '../services/errors.ts';

PROBLEMS satisfies Record<RefusalKind, unknown>;
export type { ProblemType };

/** An error that the app's error handler answers with problem+json. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  readonly state: string | undefined;
  readonly movedTo: string | undefined;

  constructor(
    type: ProblemType,
    detail: string,
    more: {
      errors?: readonly FieldError[];
      headers?: Record<string, string>;
      state?: string | undefined;
      movedTo?: string | undefined;
    } = {},
  ) {
    super(detail);
    this.type = type;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.state = more.state;
    this.movedTo = more.movedTo;
  }

  static from(refusal: Refusal): ProblemError {
    const { kind, message, errors, state, movedTo } = refusal;
    return new ProblemError(kind, message, { errors, state, movedTo });
  }
}

/** The answer to a request without a valid credential (RFC 6750, 3). */
export function notSignedIn(detail: string): ProblemError {
  return new ProblemError('not-signed-in', detail, {
    headers: { 'WWW-Authenticate': 'Bearer realm="galley"' },
  });
}

/** The status and the URI of a problem type. */
export function describeProblem(type: ProblemType): { status: number; type: string } {
  return { status: PROBLEMS[type].status, type: `urn:galley:problem:${type}` };
}

/** What problems of some types have besides: the present state of a thing, or where a family has moved. */
export function ownMembers({ state, movedTo }: Pick<Refusal, 'state' | 'movedTo'>) {
  return {
    ...(state !== undefined && { state }),
    ...(movedTo !== undefined && { moved_to: movedTo }),
  };
}

/** The problem+json answer. `instance` is the request id, which is also in the log and in the header `X-Request-Id`. */
export function problemResponse(c: Context, error: ProblemError): Response {
  const { type, message, errors, headers } = error;
  const { status, title } = PROBLEMS[type];
  const problem: Problem = {
    type: `urn:galley:problem:${type}`,
    title,
    status,
    detail: message,
    instance: `urn:uuid:${c.get('requestId')}`,
    ...(errors.length > 0 && { errors: [...errors] }),
    ...ownMembers(error),
  };
  return c.body(JSON.stringify(problem), status, {
    ...headers,
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
}
