/** Bodies, queries and answers about ignored findings. */
import * as v from 'valibot';
import { MAX_IGNORED_AT_ONCE } from '../limits.ts';
import type { IgnoredFinding } from '../things.ts';
import { familySchema, noteSchema, page, type Page } from './fields.ts';

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
export const ignoredQuerySchema = v.strictObject({
  limit: page.limit,
  cursor: v.exactOptional(v.string()),
  family: v.exactOptional(familySchema),
  /** All of one document, oldest first. Without it: those of all documents, newest first, in pages. */
  file_path: v.exactOptional(v.string()),
});
export type IgnoredQuery = v.InferOutput<typeof ignoredQuerySchema>;
/** What a document's findings are that are ignored. */
export interface IgnoredList {
  results: IgnoredFinding[];
}
/** A page of the ignored findings of all documents. */
export type IgnoredPage = Page<IgnoredItem>;
/** An ignored finding, with the newest validation of its document on the main line, which may not be there any more. */
export interface IgnoredItem extends IgnoredFinding {
  validation_id?: string;
}
