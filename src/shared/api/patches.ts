/** Queries and answers about approved changes on their way back to the files. */
import * as v from 'valibot';
import { MAX_PATCH_DOCUMENTS, MAX_PATCH_RULES } from '../limits.ts';
import type { Edit, RecommendationStatus } from '../things.ts';
import { refText } from './documents.ts';
import { filePathSchema, integer, oneOf, page, type Page } from './fields.ts';
import { strictObject } from '../objects.ts';

export const PATCH_FORMATS = ['patch', 'zip'] as const;
export type PatchFormat = (typeof PATCH_FORMATS)[number];

const filters = {
  /** Names of rules, separated by commas. */
  rule_id: v.exactOptional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',')),
      v.array(v.pipe(v.string(), v.trim(), v.minLength(1, 'must not have an empty name'))),
      v.maxLength(MAX_PATCH_RULES, `must name at most ${MAX_PATCH_RULES} rules`),
    ),
  ),
  /** A folder with everything below it. */
  folder: v.exactOptional(filePathSchema),
  /** Only documents of this owner. */
  owner: v.exactOptional(v.string()),
  /** The path that the part before ended with. */
  cursor: v.exactOptional(filePathSchema),
};

/** GET /api/workflows/:id/patch. Without `limit`, all of it or nothing. */
export const runPatchQuerySchema = strictObject({
  ...filters,
  format: v.optional(oneOf(PATCH_FORMATS), 'patch'),
  limit: v.exactOptional(integer(1, MAX_PATCH_DOCUMENTS)),
});
export type PatchQuery = v.InferOutput<typeof runPatchQuerySchema>;
/** GET /api/families/:name/patch. Without `ref`: the main line. */
export const familyPatchQuerySchema = strictObject({
  ...runPatchQuerySchema.entries,
  ref: v.optional(refText, ''),
});

/** GET /api/families/:name/approved */
export const approvedQuerySchema = strictObject({
  ...filters,
  limit: page.limit,
  ref: v.optional(refText, ''),
});
export type ApprovedQuery = v.InferOutput<typeof approvedQuerySchema>;

/** The approved edits of a recommendation. */
export interface ApprovedRecommendation {
  id: string;
  rule_id: string;
  title: string;
  status: RecommendationStatus;
  edits: Edit[];
  /** Whether readers see the same afterwards; otherwise, a person has approved what they see. */
  certain: boolean;
  /** What the rule declares that it changes. */
  effects: string[];
}

/** A document with what is approved of its newest version. */
export interface ApprovedDocument {
  file_path: string;
  /** The validation of the version that the edits are made for. */
  validation_id: string;
  content_sha256: string;
  /** Its dialect of Markdown. */
  flavor: string;
  /** What was applied before comes first. */
  changes: ApprovedRecommendation[];
}
export type ApprovedPage = Page<ApprovedDocument>;
