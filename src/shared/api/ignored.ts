/** Bodies, queries and answers about ignored findings. */
import * as v from 'valibot';
import { MAX_IGNORED_AT_ONCE } from '../limits.ts';
import type { IgnoredFinding } from '../things.ts';
import { noteSchema } from './fields.ts';

/** POST /api/validations/:id/ignore and /restore */
export const ignoreRequestSchema = v.strictObject({
  fingerprints: v.pipe(
    v.array(v.string()),
    v.minLength(1, 'must name at least one'),
    v.maxLength(MAX_IGNORED_AT_ONCE, `must name at most ${MAX_IGNORED_AT_ONCE}`),
  ),
  note: v.exactOptional(noteSchema),
});
export type IgnoreRequest = v.InferInput<typeof ignoreRequestSchema>;

/** GET /api/ignored */
export const ignoredQuerySchema = v.strictObject({ file_path: v.string('is required') });
export interface IgnoredList {
  results: IgnoredFinding[];
}
