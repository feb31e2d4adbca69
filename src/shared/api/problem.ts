/** The body of every error (RFC 9457). */
import * as v from 'valibot';

/** The types of problems, with the status and the title of each. A type is a URI: `urn:galley:problem:` and its name. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'Malformed request' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'wrong-state': { status: 409, title: 'Wrong state' },
  'answer-lost': { status: 409, title: 'Answer lost' },
  'key-reused': { status: 422, title: 'Idempotency key reused' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'precondition-failed': { status: 412, title: 'Precondition failed' },
  'request-too-large': { status: 413, title: 'Request too large' },
  'document-too-large': { status: 413, title: 'Document too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  invalid: { status: 422, title: 'Invalid input' },
  // Not 421, although that is what it means: fetch sends such a request again by itself, and fails on one with a body.
  'family-moved': { status: 422, title: 'Family moved' },
  'unsafe-change': { status: 422, title: 'Unsafe change' },
  'upgrade-required': { status: 426, title: 'Upgrade required' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  misconfigured: { status: 500, title: 'Misconfigured' },
  unavailable: { status: 503, title: 'Service unavailable' },
  'database-full': { status: 503, title: 'Database full' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemType = keyof typeof PROBLEMS;

/** The body of an error (RFC 9457). `instance` is the id of the request. */
export const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  instance: v.string(),
  errors: v.exactOptional(v.array(v.object({ path: v.string(), message: v.string() }))),
  /** In a 409: the present state. */
  state: v.exactOptional(v.string()),
  /** Of a family that has moved: the address of the service that has the family now. */
  moved_to: v.exactOptional(v.string()),
});
export type Problem = v.InferOutput<typeof problemSchema>;
