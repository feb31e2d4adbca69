/** The body of every error (RFC 9457). */
import * as v from 'valibot';

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
});
export type Problem = v.InferOutput<typeof problemSchema>;
