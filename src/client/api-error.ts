/** The error that every method of the REST client throws. */
import type { Problem } from '../shared/api/problem.ts';

/** A request that the service refused, or that got no usable answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The answer's problem details (RFC 9457), or a description made here when there was no such answer. */
  readonly problem: Problem;
  /** How long to wait before the next request, in milliseconds, when the service says so in `Retry-After`. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, { retryAfterMs, ...options }: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(problem.detail, options);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}
