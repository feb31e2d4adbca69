/** Bodies, queries and answers about ignored findings. */
import * as v from 'valibot';
import { MAX_IGNORED_AT_ONCE } from '../limits.ts';
import type { IgnoredFinding } from '../things.ts';
import { familySchema, noteSchema, page, type Page } from './fields.ts';
import { strictObject } from '../objects.ts';

const entries = {
  fingerprints: v.pipe(
    v.array(v.string()),
    v.minLength(1, 'must name at least one'),
    v.maxLength(MAX_IGNORED_AT_ONCE, `must name at most ${MAX_IGNORED_AT_ONCE}`),
  ),
  note: v.exactOptional(noteSchema),
};

/** POST /api/validations/:id/restore */
export const restoreRequestSchema = strictObject(entries);
export type RestoreRequest = v.InferInput<typeof restoreRequestSchema>;

/** POST /api/validations/:id/ignore */
export const ignoreRequestSchema = strictObject({
  ...entries,
  /** When the findings are reported again: a time in the future. Without it: when somebody restores them. */
  until: v.exactOptional(
    v.pipe(v.string(), v.isoTimestamp('must be a time such as 2026-11-29T00:00:00.000Z')),
  ),
});
export type IgnoreRequest = v.InferInput<typeof ignoreRequestSchema>;

/** GET /api/ignored */
export const ignoredQuerySchema = strictObject({
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
