import { MAX_IDEMPOTENCY_KEY_LENGTH } from '../shared/limits.ts';
import { ProblemError } from './problem.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Reads the `Idempotency-Key` of a request.
 *
 * @returns undefined when there is none
 * @throws {ProblemError} `malformed-request`, for a key that is empty, too long, or not visible ASCII
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers.get('Idempotency-Key');
  if (key === null) return undefined;
  if (key.length <= MAX_IDEMPOTENCY_KEY_LENGTH && VISIBLE_ASCII.test(key)) return key;
  const detail = `The Idempotency-Key must be 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} visible ASCII characters.`;
  throw new ProblemError('malformed-request', detail);
}
